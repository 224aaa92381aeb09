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
        /// Of the figures' names.
        let prefix: String
        let make: () throws -> [Picture]
    }

    let jobs: [Job]
    let format: FigureFormat
    /// Pixels an inch; nil for each kind's own.
    let dpi: Double?
    /// Whether the kinds were asked for by name: what is missing is then an error.
    let isAsked: Bool
    let quiet: Bool

    /// The names of all files that would be written, the page's too.
    func names() throws -> [String] {
        var taken: Set<String> = []
        var report = Report(hasSeveralMaps: true)
        let names = try jobs.flatMap { job in
            try pictures(job, &report).map { name(of: $0, job, &taken) }
        }
        return isAsked ? names : names + ["index.html"]
    }

    /// Writes all figures into a folder; adds to `report` what could not be drawn.
    func draw(
        into folder: String, report: Report
    ) throws -> (sheet: [DrawnPicture], report: Report) {
        var report = report
        var taken: Set<String> = []
        var sheet: [DrawnPicture] = []
        for job in jobs {
            for picture in try pictures(job, &report) {
                let name = name(of: picture, job, &taken)
                let path = "\(folder)/\(name)"
                let bytes: [UInt8]
                do {
                    bytes = try picture.encode(format, dpi ?? job.kind.dpi)
                } catch {
                    throw Failure(Exit.inputOutput, "\(path): \(error)")
                }
                try write(bytes, to: path)
                sheet.append(DrawnPicture(file: name, picture: picture))
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
    private func name(of picture: Picture, _ job: Job, _ taken: inout Set<String>) -> String {
        let stem = job.prefix + picture.name
        var name = stem
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(stem)-\(number)"
            number += 1
        }
        return "\(name).\(format.rawValue)"
    }

    /// The figures of a job; what the file holds nothing for is reported, and an error only when it
    /// was asked for by name.
    private func pictures(_ job: Job, _ report: inout Report) throws -> [Picture] {
        let (path, kind) = (job.path, job.kind.rawValue)
        do {
            return try job.make()
        } catch let missing as MissingContent where !isAsked {
            if missing.isWorthSaying { report.add(job.kind, path, missing.reason) }
            return []
        } catch let missing as MissingContent {
            throw Failure(Exit.nothing, "\(path): no \(kind): \(missing.reason)")
        } catch let wrong as WrongChoice where !isAsked {
            // An option meant for one figure may not fit another.
            report.add(job.kind, path, wrong.reason)
            return []
        } catch let wrong as WrongChoice {
            throw Failure(Exit.usage, "\(path), \(kind): \(wrong.reason)")
        }
    }
}
