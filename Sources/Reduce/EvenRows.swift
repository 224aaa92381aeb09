/// `count` of the numbers 0 to n - 1, evenly spaced and ascending; all of them for nil.
func evenlySpaced(_ count: Int?, of n: Int) -> [Int] {
    guard let count, n > count else { return Array(0..<n) }
    return (0..<count).map { $0 * n / count }
}
