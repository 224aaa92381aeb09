import Testing

@testable import Explore

@Suite("who is answered") struct GateTests {
    private func refusal(
        _ gate: Gate, host: String?, origin: String? = nil, cookie: String? = nil,
        token: String? = nil
    ) -> String? {
        gate.refusal(
            Gate.Headers(host: host, origin: origin, cookie: cookie),
            parameters: token.map { ["token": $0] } ?? [:])
    }

    @Test("On this machine, requests that name another host or come from another site are refused")
    func hosts() {
        let gate = Gate(port: 8265, token: nil)
        for host in [
            "localhost:8265", "127.0.0.1:8265", "LOCALHOST:8265", "[::1]:8265", "localhost",
            "127.0.0.2:8265", "localhost:9999",
        ] {
            #expect(refusal(gate, host: host) == nil, "\(host)")
        }
        for host in [
            "evil.example:8265", "localhost.evil:8265", "127.0.0.1.evil:8265", "127.1:8265", "",
            "evil.example", "128.0.0.1:8265", "::1", "evil:localhost",
        ] {
            #expect(refusal(gate, host: host) != nil, "\(host)")
        }
        #expect(refusal(gate, host: nil) != nil)
        let own = "http://localhost:8265"
        #expect(refusal(gate, host: "localhost:8265", origin: own) == nil)
        #expect(refusal(gate, host: "localhost:8265", origin: "http://evil.example") != nil)
        #expect(refusal(gate, host: "localhost:8265", origin: "null") != nil)
    }

    @Test("On other addresses, only requests with the token are answered")
    func tokens() {
        let token = Gate.makeToken()
        #expect(token.count == 32 && token != Gate.makeToken())
        let gate = Gate(port: 8265, token: token)
        let host = "server.example:8265"
        #expect(refusal(gate, host: host, token: token) == nil)
        #expect(refusal(gate, host: host, cookie: "a=b; token-8265=\(token)") == nil)
        for wrong in ["", "x", token.uppercased() + "0", String(token.dropLast())] {
            #expect(refusal(gate, host: host, token: wrong) != nil)
            #expect(refusal(gate, host: host, cookie: "token-8265=\(wrong)") != nil)
        }
        #expect(refusal(gate, host: host, cookie: "token-8266=\(token)") != nil)
        #expect(refusal(gate, host: "localhost:8265") != nil)
        #expect(gate.cookie(for: ["token": token])?.contains("HttpOnly; SameSite=Strict") == true)
        #expect(gate.cookie(for: ["token": "x"]) == nil && gate.cookie(for: [:]) == nil)
        #expect(Gate(port: 1, token: nil).cookie(for: ["token": ""]) == nil)
    }
}
