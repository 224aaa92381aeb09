import Digest
import Foundation
import Testing

@testable import Page

@Suite("the document of the page") struct TemplateTests {
    private let skeleton = PageTemplate(
        html: """
            <html><head><!-- page:mark --><!-- page:policy --><title><!-- page:title --></title>
            <style>
              /* page:style */
            </style></head><body><!-- page:data --><!-- page:chunks -->
            <script type="module">/* page:program */ </script></body></html>
            """)

    private func fill(
        title: String = "t", style: String = "p { }", program: String = "run();",
        source: PageTemplate.Source = .page
    ) -> String {
        String(
            decoding: skeleton.filled(
                PageTemplate.Parts(
                    mark: "<m>", title: title, style: style, data: Array("DATA".utf8),
                    chunks: Array("CHUNKS".utf8), program: program, source: source)),
            as: UTF8.self)
    }

    @Test("The policy allows this program and this style by the hash of their whole element")
    func policy() throws {
        let page = fill()
        func hash(_ text: String) -> String {
            "'sha256-\(Data(SHA256.digest(Array(text.utf8))).base64EncodedString())'"
        }
        #expect(
            page.contains(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    + "script-src \(hash("run(); ")); style-src \(hash("\n  p { }\n")); "
                    + "img-src 'self' file: data: blob:; worker-src blob:; base-uri 'none'; "
                    + "form-action 'none'\">"))
        #expect(fill(source: .scripts).contains("\(hash("run(); ")) 'self' file:; style-src"))
        // What the page really has hashes to what its policy allows.
        let real = String(
            decoding: try PageDocument(title: "t", tool: "v", sets: []).html(), as: UTF8.self)
        for (start, end) in [("<style>", "</style>"), ("<script type=\"module\">", "</script>")] {
            let text = try #require(real.range(of: start)).upperBound
            let close = try #require(real[text...].range(of: end)).lowerBound
            #expect(real.contains(hash(String(real[text..<close]))), "\(start)")
        }
    }

    @Test("Parts that contain marks are put in as they are")
    func marks() {
        let page = fill(
            title: "<!-- page:chunks --> & \"", style: "/* page:program */",
            program: "\"/* page:style */\"")
        #expect(page.contains("<title>&lt;!-- page:chunks --&gt; &amp; &quot;</title>"))
        #expect(page.contains("<script type=\"module\">\"/* page:style */\" </script>"))
        #expect(page.contains("/* page:program */\n</style>"))
        #expect(page.components(separatedBy: "CHUNKS").count == 2)
    }

    @Test("The mark of the file is in the first 512 bytes of the page")
    func mark() throws {
        let mark = "<meta name=\"generator\" content=\"Vitrine figure\">"
        let page = try PageDocument(title: "t", tool: "v", sets: [], mark: mark).html()
        #expect(String(decoding: page.prefix(512), as: UTF8.self).contains(mark))
    }

    @Test("Texts of JSON cannot end a script element, and come back as they were")
    func escaping() throws {
        let texts = [
            "</script><script>alert(1)</script>", "<!--", "]]>", "a & b \"c\" 'd' \\",
            "x\u{2028}y\u{2029}z", "\u{202E}txet tfel-ot-thgir\u{2066}", "שלום עולם",
            "tab\tline\nnul\u{0}", "\u{E2}\u{80}", "😀\\xff",
            String(repeating: "<&>", count: 10_000),
        ]
        let bytes = PageJSON.encode(texts)
        let text = String(decoding: bytes, as: UTF8.self)
        for forbidden in ["<", ">", "&", "\u{2028}", "\u{2029}"] {
            #expect(!text.contains(forbidden), "\(forbidden.debugDescription)")
        }
        #expect(try JSONDecoder().decode([String].self, from: Data(bytes)) == texts)
    }

    @Test("A missing value is null, and a pair is an array")
    func values() throws {
        struct Value: Encodable {
            @OrNull var a: Int?
            @OrNull var b: String?
            var c: NamedValue<Double>
        }
        let bytes = PageJSON.encode(Value(a: nil, b: "x", c: NamedValue("recall", 0.1)))
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":null,"b":"x","c":["recall",0.1]}"#)
        #expect(shortest(0.1) == 0.1 && finite(.nan) == nil && finite(.infinity) == nil)
    }
}
