import Testing

@testable import Console

@Test(
    "Numbers keep three digits",
    arguments: [
        (0.0, "0.00"), (0.1234, "0.123"), (12.34, "12.3"), (1234.0, "1234"), (99.96, "100.0"),
    ])
func roundedNumbers(value: Double, text: String) {
    #expect(rounded(value) == text)
}

@Test("Durations and sizes are said as people say them")
func units() {
    #expect(duration(4.24) == "4.2 s")
    #expect(duration(42) == "42 s")
    #expect(duration(200) == "3 min 20 s")
    #expect(duration(7500) == "2 h 5 min")
    #expect(byteCount(12) == "12 bytes")
    #expect(byteCount(4_089_446) == "3.90 MiB")
}
