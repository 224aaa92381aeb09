import Foundation
import Synchronization
import TestSupport
import Testing

/// The page in Debian's Chromium. One browser at a time; continuous integration must have one.
@Suite(
    "The page in a browser", .serialized,
    .enabled(
        if: ChromeDriver.isInstalled || ProcessInfo.processInfo.environment["CI"] != nil,
        "chromium and chromedriver are not installed: apt-get install chromium chromium-driver"),
    .browser)
enum BrowserTests {}

/// A browser for the tests of a suite, which ends with them, whatever their result.
struct BrowserTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let browser = try Browser()
        defer { browser.driver.stop() }
        try await Browser.$shared.withValue(browser) { try await function() }
    }
}

extension Trait where Self == BrowserTrait {
    static var browser: Self { Self() }
}

extension Trait where Self == ConditionTrait {
    /// Tests of `make check-all`, which take minutes.
    static var thorough: Self {
        .enabled(
            if: ProcessInfo.processInfo.environment["VITRINE_CHECK_ALL"] != nil,
            "part of make check-all")
    }
}

/// The driver of the tests, and the session that most of them use one after the other.
final class Browser: Sendable {
    @TaskLocal static var shared: Browser?

    let driver: ChromeDriver
    private let usual = Mutex<BrowserSession?>(nil)
    private let count = Mutex(0)
    private let pages = Mutex<[String: URL]>([:])

    init() throws { driver = try ChromeDriver() }

    static var current: Browser {
        get throws { try #require(shared, "tests of the page belong into BrowserTests") }
    }

    /// The common session, started when it is first needed, and again where one has crashed.
    func session() throws -> BrowserSession {
        try usual.withLock { usual in
            if let usual, usual.isAlive { return usual }
            let started = try driver.session()
            usual = started
            return started
        }
    }

    /// What is made once, in a folder that goes with the browser.
    func made(_ name: String, _ make: (URL) throws -> URL) throws -> URL {
        try pages.withLock { pages in
            if let page = pages[name] { return page }
            let folder = driver.folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let page = try make(folder)
            pages[name] = page
            return page
        }
    }

    /// A file in the folder of the driver that no other call has named.
    func newFile(_ name: String) -> URL {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return driver.folder.appendingPathComponent("\(number)-\(name)")
    }
}
