internal import Foundation

/// The page of some maps: one HTML file, for large maps with a folder of scripts beside it.
public struct PageDocument {
    /// Title of the page.
    let title: String
    /// Program that writes the page, with its version.
    let tool: String
    /// The maps.
    let sets: [PageSet]
    /// The element in the head that a later run recognises; "" for none.
    let mark: String
    /// The comment at the head of each script that a later run recognises; "" for none.
    let scriptMark: String
    /// Whether the page gets its chunks from a server.
    let isServed: Bool

    /// Name of the folder beside the page.
    public static let chunkFolder = "map.data"

    /// A page of one map or more.
    public init(
        title: String, tool: String, sets: [PageSet], mark: String = "",
        scriptMark: String = "", isServed: Bool = false
    ) {
        self.title = title
        self.tool = tool
        self.sets = sets
        self.mark = mark
        self.scriptMark = scriptMark
        self.isServed = isServed
    }

    /// Whether the chunks are scripts beside the page and not in it.
    public var hasScripts: Bool { !isServed && sets.contains(where: \.isLarge) }

    /// The chunks of all maps.
    private var chunks: [PageChunk] { sets.flatMap(\.chunks) }

    /// Names of the scripts in the folder; empty if the chunks are in the page.
    public var scriptNames: [String] { hasScripts ? chunks.map(Self.scriptName) : [] }

    /// The page.
    ///
    /// - Throws: The error of a chunk that cannot be made.
    public func html() throws -> [UInt8] {
        let description = PageDescription(
            title: title, tool: tool,
            chunks: isServed ? "server" : hasScripts ? "scripts" : "inline",
            chunkFolder: Self.chunkFolder, sets: sets.map(\.description))
        var elements: [UInt8] = []
        if !hasScripts && !isServed {
            for chunk in chunks {
                elements += "<script type=\"text/plain\" id=\"chunk-\(chunk.name)\">".utf8
                elements += Data(try chunk.bytes()).base64EncodedData()
                elements += "</script>\n".utf8
            }
        }
        return PageTemplate(html: WebFiles.text("page.html")).filled(
            PageTemplate.Parts(
                mark: mark, title: title, style: WebFiles.text("page.css"),
                data: Array("<script type=\"application/json\" id=\"page-data\">".utf8)
                    + PageJSON.encode(description) + Array("</script>".utf8),
                chunks: elements, program: Self.program,
                source: isServed ? .server : hasScripts ? .scripts : .page))
    }

    /// Makes the scripts one after the other.
    ///
    /// - Parameter write: Takes the name of a file in the folder and its bytes.
    public func writeScripts(_ write: (String, [UInt8]) throws -> Void) throws {
        guard hasScripts else { return }
        for chunk in chunks {
            var script = Array("\(scriptMark)\nvitrineChunk(\"\(chunk.name)\", \"".utf8)
            script += Data(try chunk.bytes()).base64EncodedData()
            script += "\");\n".utf8
            try write(Self.scriptName(chunk), script)
        }
    }

    /// File name of a chunk's script.
    private static func scriptName(_ chunk: PageChunk) -> String {
        chunk.name.replacingOccurrences(of: "/", with: "-") + ".js"
    }

    /// The program of the page; modules that do not fit together are a bug of ours.
    private static let program: String = {
        do {
            return try ModuleBundle(modules: WebFiles.modules).program(root: WebFiles.root)
        } catch {
            preconditionFailure("\(error)")
        }
    }()
}
