import Foundation
import Testing

@testable import Page

@Suite("the program of the page") struct BundleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Page/Web").path

    @Test("Every file of Page/Web is embedded as it is, and nothing else")
    func embedded() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        #expect(WebFiles.all.keys.sorted() == names)
        for name in names {
            let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
            #expect(WebFiles.all[name] == text, "\(name)")
        }
    }

    @Test("The modules of the page are plain and make one program")
    func program() throws {
        let bundle = ModuleBundle(modules: WebFiles.modules)
        let order = try bundle.order(root: WebFiles.root)
        #expect(Set(order) == Set(WebFiles.modules.keys), "modules that nothing imports")
        let program = try bundle.program(root: WebFiles.root)
        #expect(!program.lowercased().contains("</script") && !program.contains("<!--"))
        #expect(!program.contains("\r") && !WebFiles.text("page.css").contains("\r"))
        #expect(!program.split(separator: "\n").contains { $0.hasPrefix("import ") })
    }

    @Test("Modules come in the order of imports, depth first, each once, without imports")
    func order() throws {
        let bundle = ModuleBundle(modules: [
            "main.js": """
            /** The root. */
            import { b } from "./b.js";
            import {
              c,
              d as_is,
            } from "./c.js";
            import { e } from './e-f.js';
            b(c);
            """,
            "b.js": "import { c } from \"./c.js\";\nexport function b(x) { return x; }",
            "c.js": "export const c = 1;\nexport async function d() {}\nconst inner = 2;",
            "e-f.js": "export class E {}\nexport let e;\n  export const notAtTheTop = 1;",
            "unused.js": "const unused = 1;",
        ])
        #expect(try bundle.order(root: "main.js") == ["c.js", "b.js", "e-f.js", "main.js"])
        let program = try bundle.program(root: "main.js")
        #expect(!program.contains("import") && !program.contains("unused"))
        #expect(program.contains("\nconst c = 1;\nasync function d() {}"))
        #expect(program.contains("// b.js\nfunction b(x)"))
        #expect(program.hasSuffix("/** The root. */\nb(c);"))
        #expect(try bundle.parse("c.js").names == ["c", "d", "inner"])
    }

    @Test(
        "Modules that cannot be joined are refused",
        arguments: [
            ("import { a as b } from \"./b.js\";", "as b"),
            ("import b from \"./b.js\";", "import b"),
            ("import * as b from \"./b.js\";", "import *"),
            ("import { b } from \"https://example.org/b.js\";", "example.org"),
            ("import { b } from \"./gone.js\";", "there is no module gone.js"),
            ("import { b } from \"./b.js\"", "import { b }"),
            ("export default 1;", "export default"),
            ("export { x };", "export { x }"),
            ("import { b } from \"./b.js\";\nconst b = 1;", "b is declared in b.js and in main.js"),
            ("import { b } from \"./round.js\";", "a circle of imports: main.js, round.js"),
        ])
    func refused(text: String, words: String) throws {
        let bundle = ModuleBundle(modules: [
            "main.js": text, "b.js": "export const b = 1;",
            "round.js": "import { x } from \"./main.js\";\nexport const y = 1;",
        ])
        let error = #expect(throws: ModuleBundle.PlainnessError.self) {
            _ = try bundle.program(root: "main.js")
        }
        #expect(error?.description.contains(words) == true, "\(error as Any)")
    }
}
