public import Foundation
internal import Synchronization

/// How a browser is started.
public struct BrowserOptions: Sendable {
    /// Size of the page in pixels.
    public var width = 1280
    public var height = 860
    /// What the page is told that the user prefers, such as "prefers-color-scheme": "dark".
    public var media: [String: String] = [:]
    /// Whether the browser has no WebGL, as on machines without a usable driver.
    public var isWithout3D = false

    public init() {}

    var arguments: [String] {
        [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run",
            "--hide-scrollbars", "--remote-debugging-pipe", "--disable-background-networking",
            "--disable-component-update", "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader", "--window-size=\(width),\(height)",
        ] + (isWithout3D ? ["--disable-3d-apis"] : [])
    }
}

/// A browser that a test drives by the W3C WebDriver protocol.
public final class BrowserSession: Sendable {
    /// An element of the page, as the protocol refers to it.
    public struct Element: Sendable {
        static let key = "element-6066-11e4-a52e-4f735466cecf"
        let id: String

        /// The element as an argument of a script.
        public var argument: JSON { [Self.key: .string(id)] }
    }

    /// Where the browser saves files.
    public let downloads: URL
    private let http: LocalHTTP
    private let path: String
    private let isEnded = Mutex(false)

    init(driver: ChromeDriver, options: BrowserOptions) throws {
        http = driver.http
        downloads = driver.folder.appendingPathComponent("downloads-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: downloads, withIntermediateDirectories: true)
        let chrome: JSON = [
            "binary": .string(ChromeDriver.browserPath),
            "args": .array(options.arguments.map { .string($0) }),
            "prefs": [
                "download.default_directory": .string(downloads.path),
                "download.prompt_for_download": false,
            ],
        ]
        let capabilities: JSON = [
            "capabilities": [
                "alwaysMatch": [
                    "browserName": "chrome", "goog:chromeOptions": chrome,
                    "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
                    "unhandledPromptBehavior": "ignore",
                    "timeouts": ["pageLoad": 60_000, "script": 30_000],
                ]
            ]
        ]
        let answer = try Self.value(of: http.send("POST", "/session", capabilities.text))
        guard let id = answer["sessionId"].string else {
            throw WebDriverError("no session", answer.text)
        }
        path = "/session/\(id)"
        do {
            try resize(width: options.width, height: options.height)
            if !options.media.isEmpty { try prefer(options.media) }
        } catch {
            quit()
            throw error
        }
    }

    /// Ends the browser; a second time does nothing.
    public func quit() {
        let wasEnded = isEnded.withLock { isEnded in
            defer { isEnded = true }
            return isEnded
        }
        if !wasEnded { _ = try? http.send("DELETE", path, nil) }
    }

    // MARK: The protocol

    /// What a command answers.
    @discardableResult
    func post(_ command: String, _ parameters: JSON = [:]) throws -> JSON {
        try Self.value(of: http.send("POST", path + command, parameters.text))
    }

    func get(_ command: String) throws -> JSON {
        try Self.value(of: http.send("GET", path + command, nil))
    }

    private static func value(of answer: [UInt8]) throws -> JSON {
        let value = try JSON(parsing: String(decoding: answer, as: UTF8.self))["value"]
        if let code = value["error"].string {
            let message = value["message"].string ?? ""
            throw WebDriverError(code, message.split(separator: "\n").first.map(String.init) ?? "")
        }
        return value
    }

    // MARK: Pages

    /// Loads a page; returns after its load event.
    public func open(_ url: URL) throws {
        try post("/url", ["url": .string(url.absoluteString)])
    }

    public func reload() throws { try post("/refresh") }

    public func address() throws -> String { try get("/url").string ?? "" }

    /// What the body of a function returns; its arguments are `arguments[0]` and so on.
    @discardableResult
    public func run(_ script: String, _ arguments: [JSON] = []) throws -> JSON {
        try post("/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// What a promise becomes, which the body of an asynchronous function returns.
    @discardableResult
    public func runAsync(_ script: String, _ arguments: [JSON] = []) throws -> JSON {
        let whole = """
            const done = arguments[arguments.length - 1];
            const given = [...arguments].slice(0, -1);
            (async function () { \(script) }).apply(null, given)
                .then((value) => done({ value }), (error) => done({ error: String(error) }));
            """
        let answer = try post(
            "/execute/async", ["script": .string(whole), "args": .array(arguments)])
        if let error = answer["error"].string { throw WebDriverError("script failed", error) }
        return answer["value"]
    }

    /// Repeats a script until it returns true.
    ///
    /// - Throws: after `seconds`, an error with `what` and the script.
    public func wait(
        for what: String, seconds: Double = 20, _ script: String, _ arguments: [JSON] = []
    ) throws {
        try wait(for: what, seconds: seconds) { try run(script, arguments).bool == true }
    }

    /// Repeats a condition until it holds.
    public func wait(
        for what: String, seconds: Double = 20, until condition: () throws -> Bool
    ) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try !condition() {
            guard ContinuousClock.now < end else {
                throw WebDriverError("timeout", "waited \(seconds) s for \(what)")
            }
            usleep(20_000)
        }
    }

    /// The first element of a CSS selector.
    public func find(_ selector: String) throws -> Element {
        let found = try post(
            "/element", ["using": "css selector", "value": .string(selector)])
        guard let id = found[Element.key].string else {
            throw WebDriverError("no such element", selector)
        }
        return Element(id: id)
    }

    /// Clicks the middle of an element, which must be visible and not covered.
    public func click(_ selector: String) throws {
        try post("/element/\(try find(selector).id)/click")
    }

    /// Types into an element; a field for files takes their path.
    public func type(_ text: String, into selector: String) throws {
        try post("/element/\(try find(selector).id)/value", ["text": .string(text)])
    }

    /// Types over what a field has, as a person does; "" empties it.
    public func replace(_ selector: String, with text: String) throws {
        let all = Key.control + "a" + Key.control
        try type(all + (text.isEmpty ? Key.backspace : text), into: selector)
    }

    /// Whether the browser still answers.
    public var isAlive: Bool { (try? address()) != nil }

    /// The text of the prompt, alert or question that the page shows; nil if there is none.
    public func prompt() throws -> String? {
        do {
            return try get("/alert/text").string
        } catch let error as WebDriverError where error.code == "no such alert" {
            return nil
        }
    }

    /// Answers a prompt.
    public func answerPrompt(_ text: String) throws {
        try post("/alert/text", ["text": .string(text)])
        try post("/alert/accept")
    }

    /// The visible part of the page as a PNG in base64.
    public func screenshot() throws -> String { try get("/screenshot").string ?? "" }
}
