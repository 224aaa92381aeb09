import Foundation
import ProgramRunner
import TestSupport
import Testing

/// A page with one map of the project's drawings at several layers, the first ones, where points
/// lie apart.
func demoPage() throws -> URL {
    try page("demo", reduce: ["--layer", "0,1,2"])
}

/// The map of that page, and the store that it was made from.
func demoMap() throws -> (map: String, store: String, images: String) {
    let folder = try demoPage().deletingLastPathComponent().deletingLastPathComponent()
    let stored = try Browser.current.made("stored") { $0 }
    return (folder.appendingPathComponent("map.h5").path, stored.path, "\(dataFolder)/images")
}

/// A page with one map of patches.
func patchPage() throws -> URL {
    try page("patches", reduce: ["--layer", "11", "--rows", "patches", "--limit", "2000"])
}

/// The page of a map of `data/images`, made once with the built programs.
private func page(_ name: String, reduce options: [String]) throws -> URL {
    let stored = try Browser.current.made("stored") { folder in
        let file = folder.appendingPathComponent("out.h5")
        try run("extract", ["\(dataFolder)/images", file.path])
        return file
    }
    return try Browser.current.made(name) { folder in
        let map = folder.appendingPathComponent("map.h5")
        try run("reduce", options + [stored.path, "-o", map.path])
        try run("plot", [map.path, "-o", folder.appendingPathComponent("figures").path])
        return folder.appendingPathComponent("figures/map.html")
    }
}

private func run(_ program: String, _ arguments: [String]) throws {
    let finished = try runProgram(program, arguments)
    try #require(finished.code == 0, "\(program): \(finished.errors)")
}
