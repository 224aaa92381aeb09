internal import Console
internal import Figures
internal import Foundation
internal import Store

/// Draws one figure after the other and writes each as soon as it is complete, so that one figure
/// is in memory at a time.
struct Drawing {
    /// The figures of one kind, for one file or for several together.
    struct Job {
        /// Kind of the figures.
        let kind: FigureKind
        /// Path of the map file, or paths separated by commas.
        let path: String
        /// Name of the map file among several; "" for a single file and for a joint figure.
        let source: String
        /// What the names of the figures begin with.
        var prefix: String { source.isEmpty ? "" : source + "-" }
        /// Computes the figures.
        let make: () throws -> [PlotFigure]
    }

    /// The jobs in their order.
    let jobs: [Job]
    /// File format of the figures.
    let format: FigureFormat
    /// Pixels per inch; nil for the default of each kind.
    let dpi: Double?
    /// Whether kinds were requested by name. Then each missing figure is reported.
    let isRequested: Bool
    /// Whether the names of written files are not printed.
    let quiet: Bool
    /// Whether the page with the maps is written too.
    let hasMap: Bool

    /// Names of all files that would be written, `map.html` and `index.html` included. The figures
    /// must be computed for it, since some depend on the images of the file.
    func names() throws -> [String] {
        var taken: Set<String> = []
        var report = Report(hasSeveralMaps: true)
        let names = try jobs.flatMap { job in
            try figures(job, &report).map { name(of: $0, job, &taken) }
        }
        return names + (hasMap ? [MapPage.name] : []) + (isRequested ? [] : ["index.html"])
    }

    /// Writes all figures into a folder.
    ///
    /// - Parameters:
    ///   - folder: An existing folder.
    ///   - report: Collects the reasons for missing figures.
    /// - Returns: The figures that were written, and the report.
    /// - Throws: `Failure` or `StoreError` if a figure cannot be written.
    func draw(
        into folder: String, report: Report
    ) throws -> (sheet: [DrawnFigure], report: Report) {
        var report = report
        var taken: Set<String> = []
        var sheet: [DrawnFigure] = []
        for job in jobs {
            for figure in try figures(job, &report) {
                let name = name(of: figure, job, &taken)
                let path = "\(folder)/\(name)"
                let bytes: [UInt8]
                do {
                    bytes = try figure.encode(format, dpi ?? job.kind.dpi)
                } catch {
                    throw Failure(Exit.inputOutput, "\(path): \(error)")
                }
                try write(bytes, to: path)
                sheet.append(
                    DrawnFigure(file: name, source: job.source, figure: figure))
            }
        }
        return (sheet, report)
    }

    /// Writes a file as a whole or not at all, and prints its name.
    func write(_ bytes: [UInt8], to path: String) throws {
        try AtomicFile.write(bytes, to: path)
        if !quiet { printResult(path) }
    }

    /// File name of a figure; a number is added if the name is taken.
    private func name(of figure: PlotFigure, _ job: Job, _ taken: inout Set<String>) -> String {
        let stem = job.prefix + figure.name
        var name = stem
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(stem)-\(number)"
            number += 1
        }
        return "\(name).\(format.rawValue)"
    }

    /// The figures of a job; if there are none, the reason is added to the report.
    ///
    /// - Throws: errors other than `MissingContent` and `WrongChoice`.
    private func figures(_ job: Job, _ report: inout Report) throws -> [PlotFigure] {
        do {
            return try job.make()
        } catch let missing as MissingContent {
            if isRequested || missing.isReportedByDefault {
                report.add(job.kind, job.path, missing.reason)
            }
        } catch let wrong as WrongChoice {
            // An option for one figure may not be valid for another; those that nobody requested
            // do not report it.
            if job.kind.readsStore && !isRequested { return [] }
            report.add(job.kind, job.path, wrong.reason, isWrongUse: true)
        }
        return []
    }
}
