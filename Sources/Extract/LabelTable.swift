internal import Console
internal import Images

/// What a table says of images, by their paths.
struct LabelTable {
    let columns: [String]
    let hasSplits: Bool
    private var rows: [[UInt8]: ImageTable.Row] = [:]

    /// Reads the file that `--labels` names.
    init(path: String) throws {
        do {
            var table = try ImageTable(path: path)
            columns = table.columns
            hasSplits = table.hasSplits
            while let row = try table.next() { rows[row.path] = row }
        } catch {
            throw Failure(Exit.nothing, "--labels \(error)")
        }
        guard !rows.isEmpty else {
            throw Failure(Exit.nothing, "--labels \(path): expected rows, found none.")
        }
    }

    /// The image as the table describes it; without label and columns where it is not in there.
    func described(_ image: ListedImage) -> ListedImage {
        let row = rows[image.path]
        let split = row?.split ?? ""
        return image.described(
            label: row?.label ?? "", split: split.isEmpty ? image.split : split,
            columns: row?.columns ?? columns.map { _ in "" })
    }
}
