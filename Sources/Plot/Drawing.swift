internal import Console
internal import Figures
internal import Foundation
internal import Store

/// Draws one figure after the other and writes each as soon as it is whole.
struct Drawing {
    /// Figures of one kind, of a file or of several.
    struct Job {
        let kind: FigureKind
        let path: String
        /// Name of the file among several; empty for one file, or for a figure of several.
        let source: String
        /// Of the figures' names.
        var prefix: String { source.isEmpty ? "" : source + "-" }
        let make: () throws -> [PlotFigure]
    }

    let jobs: [Job]
    let format: FigureFormat
    /// Pixels an inch; nil for each kind's own.
    let dpi: Double?
    /// Whether the kinds were asked for by name: each that is missing is then reported.
    let isRequested: Bool
    let quiet: Bool

    /// The names of all files that would be written, the page's too.
    func names() throws -> [String] {
        var taken: Set<String> = []
        var report = Report(hasSeveralMaps: true)
        let names = try jobs.flatMap { job in
            try figures(job, &report).map { name(of: $0, job, &taken) }
        }
        return isRequested ? names : names + ["index.html"]
    }

    /// Writes all figures into a folder; adds to `report` what could not be drawn.
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

    /// Writes a file, whole or not at all, and prints its name.
    func write(_ bytes: [UInt8], to path: String) throws {
        try AtomicFile.write(bytes, to: path)
        if !quiet { tell(path) }
    }

    /// The name of a picture's file; two images of one name get numbers.
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

    /// The figures of a job; why there are none is reported.
    private func figures(_ job: Job, _ report: inout Report) throws -> [PlotFigure] {
        do {
            return try job.make()
        } catch let missing as MissingContent {
            if isRequested || missing.isReportedByDefault {
                report.add(job.kind, job.path, missing.reason)
            }
        } catch let wrong as WrongChoice {
            // An option meant for one figure may not fit another.
            report.add(job.kind, job.path, wrong.reason, isWrongUse: true)
        }
        return []
    }
}
