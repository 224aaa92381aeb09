/// Rows by their distance from the others, the farthest first.
public struct OutlierResult: Sendable, Equatable {
    public var rows: [OutlierRow]
    public var parameters: OutlierParameters

    public init(rows: [OutlierRow], parameters: OutlierParameters) {
        self.rows = rows
        self.parameters = parameters
    }
}
