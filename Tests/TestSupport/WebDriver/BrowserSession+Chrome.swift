internal import Foundation

/// What only Chromium has: the protocol of its developer tools, and logs.
extension BrowserSession {
    /// A command of the Chrome DevTools Protocol.
    @discardableResult
    public func devTools(_ command: String, _ parameters: JSON = [:]) throws -> JSON {
        try post("/goog/cdp/execute", ["cmd": .string(command), "params": parameters])
    }

    /// Gives the page a size, in pixels of the page.
    public func resize(width: Int, height: Int) throws {
        try devTools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .int(width), "height": .int(height), "deviceScaleFactor": 1,
                "mobile": .bool(width < 500),
            ])
    }

    /// Tells the page what the user prefers, such as "prefers-color-scheme": "dark".
    public func prefer(_ media: [String: String]) throws {
        let features = media.sorted { $0.key < $1.key }.map { feature -> JSON in
            ["name": .string(feature.key), "value": .string(feature.value)]
        }
        try devTools("Emulation.setEmulatedMedia", ["features": .array(features)])
    }

    /// What the console has been told since the last call: level and message. Advice about reading
    /// canvases is about the tests, which do that.
    public func consoleMessages() throws -> [String] {
        try post("/se/log", ["type": "browser"]).elements.map {
            "\($0["level"].string ?? "") \($0["message"].string ?? "")"
        }.filter { !$0.contains("willReadFrequently") }
    }

    /// The addresses that the page has requested since the last call, without those that its own
    /// policy has refused.
    public func requestedAddresses() throws -> [String] {
        var found: [(id: String, address: String)] = []
        var refused: Set<String> = []
        for entry in try post("/se/log", ["type": "performance"]).elements {
            // Only messages of the network are parsed: others can be long.
            guard let text = entry["message"].string, text.contains("\"Network.") else { continue }
            let message = try JSON(parsing: text)["message"]
            let parameters = message["params"]
            let id = parameters["requestId"].string ?? ""
            switch message["method"].string {
            case "Network.requestWillBeSent":
                found.append((id, parameters["request"]["url"].string ?? ""))
            case "Network.webSocketCreated":
                found.append((id, parameters["url"].string ?? ""))
            case "Network.loadingFailed" where parameters["blockedReason"].string == "csp":
                refused.insert(id)
            default: break
            }
        }
        return found.filter { !refused.contains($0.id) }.map(\.address)
    }

    /// Red, green and blue of some pixels of a PNG, 0...255. The browser decodes it.
    public func colors(ofPNG base64: String, at places: [Place]) throws -> [[Double]] {
        let script = """
            const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
            const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
            const canvas = new OffscreenCanvas(picture.width, picture.height);
            const context = canvas.getContext("2d");
            context.drawImage(picture, 0, 0);
            const all = context.getImageData(0, 0, picture.width, picture.height).data;
            return arguments[1].map(([left, top]) => {
                const place = 4 * (top * picture.width + left);
                return [...all.subarray(place, place + 3)];
            });
            """
        let points = places.map { place -> JSON in
            [.number(place.left.rounded(.down)), .number(place.top.rounded(.down))]
        }
        return try runAsync(script, [.string(base64), .array(points)]).elements.map {
            $0.elements.compactMap(\.number)
        }
    }
}
