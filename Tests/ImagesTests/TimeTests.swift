import Foundation
import Glibc
import Images
import Testing

private let folder = ProcessInfo.processInfo.environment["VITRINE_TIME_IMAGES"]

/// For `Benchmarks/decode`: one line with the milliseconds of processor time that an image of the
/// folder takes to read, to decode and to squash to 224.
@Test("the stages from file to model input are timed", .enabled(if: folder != nil))
func timeStages() throws {
    let root = try #require(folder)
    let squash = Recipe(
        kind: .squash, size: 224, interpolation: .bilinear,
        mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5])
    let images = try collect(root).images
    var (times, sum) = ([0.0, 0.0, 0.0], 0)
    for round in 0...2 {
        // The first round fills the page cache.
        if round == 1 { times = [0, 0, 0] }
        for image in images {
            let start = processorTime()
            let bytes = try readFile(root: root, path: image.path)
            let read = processorTime()
            let rgb = try decodeImage(bytes).image
            let decoded = processorTime()
            sum += squash.apply(to: rgb).pixels.count
            let end = processorTime()
            times[0] += read - start
            times[1] += decoded - read
            times[2] += end - decoded
        }
    }
    let each = times.map { String(format: "%.4f", $0 / Double(2 * images.count) * 1000) }
    print("milliseconds \(each.joined(separator: " ")) of \(images.count) files, \(sum) bytes")
}

/// Seconds that this thread has had of a processor.
private func processorTime() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
