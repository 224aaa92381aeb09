/// What is said of the run that wrote a file.
public struct RunDescription: Sendable {
    public var toolVersion: String
    public var commandLine: [String]
    public var uuid: String
    public var createdUTC: String
    public var threads: Int
    public var seed: Int
    /// The kernels' instruction set and OpenBLAS's core, such as "x86-64-v4 SkylakeX".
    public var instructionSet: String
    /// What was done to every picture: "original", "random:0.2", "shuffle:4".
    public var inputVariant: String
    /// Pictures a side of each mosaic; 1 without mosaics.
    public var mosaic: Int
    /// All settings that decide about the results, as JSON; may be empty.
    public var settings = ""

    public init(
        toolVersion: String, commandLine: [String], uuid: String, createdUTC: String,
        threads: Int, seed: Int, instructionSet: String, inputVariant: String = "original",
        mosaic: Int = 1
    ) {
        self.toolVersion = toolVersion
        self.commandLine = commandLine
        self.uuid = uuid
        self.createdUTC = createdUTC
        self.threads = threads
        self.seed = seed
        self.instructionSet = instructionSet
        self.inputVariant = inputVariant
        self.mosaic = mosaic
    }
}
