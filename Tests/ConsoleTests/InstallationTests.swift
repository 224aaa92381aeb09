import Testing

@testable import Console

@Suite("Packages") struct InstallationTests {
    private let fonts = "/opt/vitrine/share/vitrine/fonts.conf"

    @Test("A program that was built here is left as it is")
    func built() {
        #expect(Installation.settings(fonts: fonts) { $0.hasPrefix("/etc") }.isEmpty)
    }

    @Test("A package uses its own fonts, and the system's certificates wherever they are")
    func package() {
        func names(_ present: Set<String>) -> [String] {
            Installation.settings(fonts: fonts) { present.contains($0) }.map {
                "\($0.name)=\($0.value)"
            }
        }
        let own = "FONTCONFIG_FILE=\(fonts)"
        #expect(names([fonts]) == [own])
        #expect(names([fonts, "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem"]) == [own])
        #expect(
            names([fonts, "/etc/pki/tls/certs/ca-bundle.crt"]) == [
                own,
                "URLSessionCertificateAuthorityInfoFile=/etc/pki/tls/certs/ca-bundle.crt",
            ])
    }
}
