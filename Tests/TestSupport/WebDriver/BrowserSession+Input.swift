internal import Foundation

/// Keys that are not letters, as WebDriver writes them.
public enum Key {
    public static let backspace = "\u{E003}"
    public static let tab = "\u{E004}"
    public static let enter = "\u{E007}"
    public static let shift = "\u{E008}"
    public static let control = "\u{E009}"
    public static let alt = "\u{E00A}"
    public static let escape = "\u{E00C}"
    public static let end = "\u{E010}"
    public static let left = "\u{E012}"
    public static let up = "\u{E013}"
    public static let right = "\u{E014}"
    public static let down = "\u{E015}"
}

/// A place in the visible part of the page, in pixels from its left upper corner.
public struct Place: Sendable, Equatable {
    public var left: Double
    public var top: Double

    public init(_ left: Double, _ top: Double) {
        self.left = left
        self.top = top
    }

    /// The middle of the pixel: pointers move by whole pixels.
    public var rounded: Place { Place(left.rounded(), top.rounded()) }
}

extension BrowserSession {
    /// Presses keys one after the other while `holding` others.
    public func press(_ keys: String..., holding: [String] = []) throws {
        var actions = holding.map { Self.key("keyDown", $0) }
        for key in keys { actions += [Self.key("keyDown", key), Self.key("keyUp", key)] }
        actions += holding.reversed().map { Self.key("keyUp", $0) }
        try perform([["type": "key", "id": "keys", "actions": .array(actions)]])
    }

    /// Moves the pointer to a place.
    public func move(to place: Place) throws {
        try perform([Self.pointer([Self.moved(to: place)])])
    }

    /// Clicks at a place while `holding` keys.
    public func click(at place: Place, holding: [String] = [], count: Int = 1) throws {
        let click: [JSON] = [Self.button("pointerDown"), Self.button("pointerUp")]
        try perform(
            holding: holding,
            [Self.moved(to: place)] + Array(repeating: click, count: count).joined())
    }

    /// Moves the pressed pointer along places while `holding` keys.
    public func drag(_ places: [Place], holding: [String] = []) throws {
        let moves = places.dropFirst().map(Self.moved)
        try perform(
            holding: holding,
            [Self.moved(to: places[0]), Self.button("pointerDown")] + moves
                + [Self.button("pointerUp")])
    }

    /// Turns the wheel at a place; positive is down.
    public func turnWheel(at place: Place, by pixels: Int) throws {
        let (x, y) = (Int(place.left), Int(place.top))
        let scroll: JSON = [
            "type": "scroll", "x": .int(x), "y": .int(y), "deltaX": 0, "deltaY": .int(pixels),
            "duration": 0, "origin": "viewport",
        ]
        try perform([["type": "wheel", "id": "wheel", "actions": [scroll]]])
    }

    /// Keys go down before what the pointer does, and up after it.
    private func perform(holding: [String], _ pointer: [JSON]) throws {
        let pause: JSON = ["type": "pause", "duration": 0]
        var keys = holding.map { Self.key("keyDown", $0) }
        keys += Array(repeating: pause, count: pointer.count)
        keys += holding.reversed().map { Self.key("keyUp", $0) }
        let before = Array(repeating: pause, count: holding.count)
        try perform([
            ["type": "key", "id": "keys", "actions": .array(keys)],
            Self.pointer(before + pointer),
        ])
    }

    private func perform(_ sources: [JSON]) throws {
        try post("/actions", ["actions": .array(sources)])
    }

    private static func pointer(_ actions: [JSON]) -> JSON {
        [
            "type": "pointer", "id": "mouse", "parameters": ["pointerType": "mouse"],
            "actions": .array(actions),
        ]
    }

    private static func key(_ type: String, _ key: String) -> JSON {
        ["type": .string(type), "value": .string(key)]
    }

    private static func button(_ type: String) -> JSON {
        ["type": .string(type), "button": 0]
    }

    private static func moved(to place: Place) -> JSON {
        [
            "type": "pointerMove", "duration": 0, "origin": "viewport",
            "x": .number(place.left.rounded()), "y": .number(place.top.rounded()),
        ]
    }
}
