/// The run that writes a file, as attributes of the file record it.
public struct RunDescription: Sendable {
    /// Version of the program.
    public var toolVersion: String
    /// Arguments of the command, the program's name first.
    public var commandLine: [String]
    /// UUID of the new file.
    public var uuid: String
    /// Time of creation in UTC, ISO 8601.
    public var createdUTC: String
    /// Number of threads. The tokens do not depend on it.
    public var threads: Int
    /// Seed for the variants of images.
    public var seed: Int
    /// Instruction set of the kernels, and the core that OpenBLAS detected: "x86-64-v4 SkylakeX".
    /// Results of different instruction sets differ in the last digits.
    public var instructionSet: String
    /// Variant of every image: "original", "random:0.2", "shuffle:4".
    public var inputVariant: String
    /// Images per side of each mosaic; 1 without mosaics.
    public var mosaic: Int
    /// Settings that determine the results, as JSON; may be empty.
    public var settings = ""
    /// Just before the images were listed, nanoseconds since 1970; nil if unknown.
    public var listed: Int64?
    /// UUID of the file whose rows were kept, and their number; nil for a file of one run.
    public var update: (uuid: String, keptRows: Int)?

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
