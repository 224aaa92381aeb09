/// Joins ES modules to one program, so that the page needs no second file and no bundler.
///
/// Modules are plain: each `import` begins a line and lists names of a module in the same folder
/// (`import { a, b } from "./noun.js";`), each `export` begins a line before a declaration. All
/// modules share one scope, so that a name is declared at the top of one module only.
struct ModuleBundle {
    /// The text of each module by its file name.
    let modules: [String: String]

    /// An import or export that is not of the plain kind, a missing module, or a repeated name.
    struct PlainnessError: Error, CustomStringConvertible {
        let description: String
    }

    /// A module without its imports and without the word `export`.
    struct Module: Equatable {
        /// Names of the imported files, in their order.
        var imports: [String] = []
        /// The remaining text.
        var text = ""
        /// Names that are declared at the top.
        var names: [String] = []
    }

    /// The program: the imports of a module before the module itself, each once.
    ///
    /// - Parameter root: File name of the module that is run last.
    func program(root: String) throws -> String {
        let order = try order(root: root)
        var owners: [String: String] = [:]
        var parts: [String] = []
        for name in order {
            let module = try parse(name)
            for declared in module.names {
                if let owner = owners.updateValue(name, forKey: declared) {
                    throw PlainnessError(
                        description: "\(declared) is declared in \(owner) and in \(name)")
                }
            }
            parts.append("// \(name)\n" + module.text)
        }
        return parts.joined(separator: "\n")
    }

    /// Names of the modules that the program needs, depth first from `root`.
    func order(root: String) throws -> [String] {
        var done: Set<String> = []
        var order: [String] = []
        var path: [String] = []
        func visit(_ name: String) throws {
            if done.contains(name) { return }
            if path.contains(name) {
                throw PlainnessError(
                    description: "a circle of imports: "
                        + (path + [name]).joined(separator: ", "))
            }
            path.append(name)
            for imported in try parse(name).imports { try visit(imported) }
            path.removeLast()
            done.insert(name)
            order.append(name)
        }
        try visit(root)
        return order
    }

    /// Takes a module apart.
    func parse(_ name: String) throws -> Module {
        guard let text = modules[name] else {
            throw PlainnessError(description: "there is no module \(name)")
        }
        var module = Module()
        var statement: String?
        var kept: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if statement != nil || line.hasPrefix("import ") || line.hasPrefix("import{") {
                let whole = (statement.map { $0 + " " } ?? "") + line
                if whole.contains(";") {
                    module.imports.append(try imported(by: whole, in: name))
                    statement = nil
                } else {
                    statement = whole
                }
            } else {
                kept.append(try declaration(line, in: name, &module.names))
            }
        }
        if let statement { throw PlainnessError(description: "\(name): \(statement)") }
        module.text = kept.joined(separator: "\n")
        return module
    }

    /// File name in an import statement.
    private func imported(by statement: String, in name: String) throws -> String {
        let form = /import\s*\{[^}]*\}\s*from\s*["']\.\/([\w-]+\.js)["']\s*;\s*/
        guard let match = statement.wholeMatch(of: form),
            !statement.contains(/\sas\s/)
        else {
            throw PlainnessError(description: "\(name): \(statement)")
        }
        return String(match.output.1)
    }

    /// First letters of the words that begin a declaration.
    private static let firstLetters = Set("aclvf".utf8)

    /// A line without the word `export`; the name that it declares is added to `names`.
    private func declaration(
        _ line: Substring, in name: String, _ names: inout [String]
    ) throws -> Substring {
        var line = line
        let isExport = line.hasPrefix("export")
        if isExport { line = line.dropFirst("export".count).drop { $0 == " " } }
        // Nearly all lines are inside of declarations; the pattern would take seconds for them.
        let first = line.utf8.first ?? 0
        guard isExport || Self.firstLetters.contains(first) else { return line }
        let form = /(?:async +)?(?:const|let|var|class|function\*?) +([A-Za-z_$][\w$]*).*/
        guard let match = line.wholeMatch(of: form) else {
            if isExport { throw PlainnessError(description: "\(name): export \(line)") }
            return line
        }
        names.append(String(match.output.1))
        return line
    }
}
