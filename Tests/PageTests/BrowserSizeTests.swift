import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("Small windows, dark ones, and browsers without WebGL", .thorough)
    struct Sizes {
        @Test(
            "A window 360 pixels wide has no horizontal overflow, and a map 240 high",
            arguments: [
                "legend", "picture", "selection", "findings", "about",
            ])
        func narrow(panel: String) throws {
            let page = try MapPage.open(
                fragment: "open=3&select=0-u", width: 360, height: 740)
            try page.show(panel: panel)
            try page.settle()
            let sizes = try page.session.run(
                """
                const wide = [...document.querySelectorAll("header *, main *")].filter((each) => {
                  const box = each.getBoundingClientRect();
                  return each.checkVisibility() && box.width > 0 && box.right > 361;
                });
                return [document.documentElement.scrollWidth, document.body.scrollWidth,
                  wide.slice(0, 3).map((each) => each.outerHTML.slice(0, 80)).join("; ")];
                """)
            #expect((sizes[0].number ?? 999) <= 360 && (sizes[1].number ?? 999) <= 360)
            #expect(sizes[2] == "")
            let pane = try page.box(".pane")
            #expect(pane.size.top >= 240 && pane.size.left >= 340, "\(pane)")
            #expect(pane.place.top >= 0 && pane.place.top + pane.size.top <= 740, "\(pane)")
            let side = try page.box("#side")
            #expect(side.place.top + side.size.top <= 741 && side.size.top >= 120, "\(side)")
        }

        @Test("A narrow map is drawn, touched and opened")
        func touched() throws {
            let page = try MapPage.open(width: 360, height: 740)
            try page.session.run("document.getElementById('pictures').click()")
            let view = try page.view()
            try page.expectColors(view, fewest: 2)
            let row = view.loneliest()[0]
            try page.session.click(at: page.onPage(view.place(row)))
            try page.expect("#details .path bdi", try page.path(row))
        }

        @Test("A new size of the window keeps the view")
        func resized() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            try page.session.resize(width: 900, height: 600)
            try page.settle()
            try page.expectColors(page.view())
            try page.session.click("#zoom-in")
            let before = try page.movedView()
            try page.session.resize(width: 1280, height: 860)
            try page.settle()
            try page.session.click("#zoom-in")
            let after = try page.movedView()
            #expect(abs(after.x - before.x) < 0.02 && abs(after.y - before.y) < 0.02)
            #expect(abs(after.scale / (try page.view().scale) - 2.25) < 0.01)
            try page.expectColors(after)
        }

        @Test("Splitting often leaves the first map drawn")
        func splitting() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            // Browsers keep some sixteen WebGL contexts, and take away the oldest.
            for _ in 0..<36 {
                try page.session.run("document.getElementById('split').click()")
                try page.settle()
            }
            try page.session.wait(for: "one map") { try page.count(".pane") == 1 }
            try page.expectColors(page.view())
            _ = try page.session.consoleMessages()
        }

        @Test("Dark windows have a dark ground, light text and the same points")
        func dark() throws {
            let session = try Browser.current.session()
            for mode in ["dark", "light"] {
                try session.prefer(["prefers-color-scheme": mode])
                defer { try? session.prefer([:]) }
                let page = try MapPage.open()
                try page.hidePictures()
                let ground = color(try page.style("backgroundColor", of: "body"))
                #expect(mode == "dark" ? ground.max()! < 60 : ground.min()! > 200, "\(ground)")
                let view = try page.view()
                let pixels = try page.pixels(at: [page.emptyPlace(view)])
                #expect(pixels == [ground])
                try page.expectColors(view)
                for text in ["#title", ".caption", ".legend-item .count", "#fit"] {
                    let found = contrast(color(try page.style("color", of: text)), ground)
                    #expect(found >= 4.5, "\(mode), \(text): \(found)")
                }
                for code in try page.frequentCodes().prefix(2) {
                    let found = contrast(try page.legendColor(code), ground)
                    #expect(found >= 2, "\(mode), label \(code): \(found)")
                }
            }
        }

        @Test("Without WebGL points are drawn on a 2-D canvas, and the caption says so")
        func canvas() throws {
            var options = BrowserOptions()
            options.isWithout3D = true
            let session = try Browser.current.driver.session(options)
            defer { session.quit() }
            let page = try MapPage.open(in: session)
            #expect(try page.caption().hasSuffix(" · drawn without WebGL2"))
            try page.hidePictures()
            try page.expectColors(page.view())
            let code = try page.frequentCodes()[0]
            try session.click("[data-code=\"\(code)\"]")
            let codes = try page.file.codes("label")
            try page.expectDrawn(codes.filter { $0 != code }.count)
            let row = try page.view().loneliest { codes[$0] == code }[0]
            let pixels = try page.pixels(at: [page.view().place(row)])
            #expect(pixels == [color(try page.style("backgroundColor", of: "body"))])
            let errors = try session.consoleMessages().filter { !$0.hasPrefix("WARNING") }
            #expect(errors == [])
        }

        private static let firefox = "/usr/bin/firefox-esr"

        @Test(
            "Firefox draws the page",
            .enabled(
                if: FileManager.default.isExecutableFile(atPath: firefox),
                "firefox-esr is not installed"))
        func otherBrowser() throws {
            let page = try MapPage.open()
            var counts: [Int] = []
            // It takes its picture when the page is loaded, which may be before it is drawn.
            try? page.session.wait(for: "a drawn page in Firefox", seconds: 60) {
                let pixels = try Self.firefoxPixels(of: page)
                counts = try page.frequentCodes().prefix(2).map { code in
                    let legend = try page.legendColor(code)
                    return pixels.count { pixel in
                        let found = mixture(pixel, of: legend, over: [255, 255, 255])
                        return found.share > 0.8 && found.rest < 10
                    }
                }
                return counts.allSatisfy { $0 > 20 }
            }
            #expect(counts.count == 2 && counts.allSatisfy { $0 > 20 }, "\(counts)")
        }

        /// Colours of a screenshot of Firefox, every fourth pixel. Its own fonts move the map a
        /// little, so that colours are counted and not placed.
        private static func firefoxPixels(of page: MapPage) throws -> [[Double]] {
            let home = try Browser.current.newFile("firefox")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            let picture = home.appendingPathComponent("page.png")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: firefox)
            process.arguments = [
                "--headless", "--no-remote", "--profile", home.path, "--window-size=1280,860",
                "--screenshot", picture.path, page.url.absoluteString,
            ]
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["HOME": home.path, "MOZ_HEADLESS": "1"]) { $1 }
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            let png = try Data(contentsOf: picture).base64EncodedString()
            let places = (0..<200).flatMap { line in
                (0..<220).map { Place(Double($0) * 4, Double(line) * 4 + 40) }
            }
            return try page.session.colors(ofPNG: png, at: places)
        }
    }
}
