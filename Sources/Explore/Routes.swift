internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Store

/// What the page asks the server for: a path and its parameters, with the bytes of an image file.
struct Request: Sendable {
    /// Path without the first "/", percent-decoded.
    var path: String
    /// Parameters of the address.
    var parameters: [String: String] = [:]
    /// The image file to search for; nil for a request without content.
    var image: [UInt8]?
}

/// The answers of the server to requests that may be answered. `Documentation/Page.md` has the
/// addresses.
struct Routes: Sendable {
    /// The map and its page.
    let map: ExploredMap
    /// The search; nil without a store.
    let search: StoreSearch?

    /// Most rows of a request for records.
    static let mostRecords = 500
    /// Most results of a search.
    static let mostHits = 1000

    /// The answer to a request.
    func reply(to request: Request) async -> Reply {
        do {
            return try await answer(request)
                ?? .failure(404, "The server has no \(request.path.prefix(200)).")
        } catch let failure as Failure {
            return .failure(422, failure.description)
        } catch {
            return .failure(500, "\(error)")
        }
    }

    /// The answer; nil if there is nothing at the address.
    private func answer(_ request: Request) async throws -> Reply? {
        let parts = request.path.split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count > 1 ? String(parts[1]) : nil
        switch (parts[0], rest) {
        case ("", nil): return .content(try await map.page(), type: "text/html; charset=utf-8")
        case ("favicon.ico", nil): return Reply(status: 204)
        case ("chunks", let name?): return try await map.chunk(name)
        case ("originals", let image?): return try await map.original(image)
        case ("rows", nil): return try await rows(request)
        case ("records", nil): return try await records(request)
        case ("search", nil): return try await hits(request)
        default: return nil
        }
    }

    /// Rows inside an outline, or with a text.
    private func rows(_ request: Request) async throws -> Reply {
        if let query = request.parameters["query"] {
            return .content(try await map.rows(containing: query).bytes)
        }
        guard let text = request.parameters["outline"], let outline = Outline(text) else {
            return .failure(
                400,
                "Expected query=TEXT, or outline=x,y,x,y,... with 3 to \(Outline.mostCorners) "
                    + "corners.")
        }
        let layer = request.parameters["layer"] ?? ""
        guard let layout = await map.layout(ofLayer: layer) else {
            return .failure(404, "The map has no layer \(layer.prefix(200)).")
        }
        let positions = layout.elements
        let rows = RowBits(count: layout.rows) { row in
            outline.contains(Double(positions[2 * row]), Double(positions[2 * row + 1]))
        }
        return .content(rows.bytes)
    }

    /// What is known of some rows.
    private func records(_ request: Request) async throws -> Reply {
        let texts = (request.parameters["rows"] ?? "").split(
            separator: ",", omittingEmptySubsequences: false)
        let rows = texts.compactMap { Int($0) }
        guard rows.count == texts.count, (1...Self.mostRecords).contains(rows.count) else {
            return .failure(400, "Expected rows=R,R,... with 1 to \(Self.mostRecords) rows.")
        }
        let layer = request.parameters["layer"] ?? ""
        guard let records = try await map.records(ofRows: rows, layer: layer) else {
            return .failure(404, "Expected rows and a layer of the map.")
        }
        return .json(["records": records])
    }

    /// The images nearest to a row or to an image file.
    private func hits(_ request: Request) async throws -> Reply {
        guard let search else {
            return .failure(
                404, "The map has no store that can be reached, so there is nothing to search.")
        }
        let text = request.parameters["count"] ?? "50"
        guard let count = Int(text), (1...Self.mostHits).contains(count) else {
            return .failure(
                400, "Expected a count in 1...\(Self.mostHits), found \(text.prefix(200)).")
        }
        if let image = request.image {
            let hits = try await search.nearest(toFile: image, count: count)
            return .json(["hits": await map.hits(hits)])
        }
        guard let row = request.parameters["row"].flatMap({ Int($0) }),
            let storeRow = await map.storeRow(ofRow: row)
        else { return .failure(404, "Expected a row of the map.") }
        let hits = try await search.nearest(toStoreRow: storeRow, count: count)
        return .json(["hits": await map.hits(hits, queryRow: row)])
    }
}
