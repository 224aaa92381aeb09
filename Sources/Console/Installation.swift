internal import FileSystem
internal import Foundation
internal import Glibc

/// What stands beside the programs in a package that was not built on this machine.
///
/// Its libraries are found by their run paths. Two things are found by the environment, unless the
/// user has set it: fonts, which the package brings in `share/vitrine`, and the certificates of the
/// system, whose place is not the same in all distributions.
enum Installation {
    /// Sets the variables that are needed and not set. Called before any other thread runs.
    static func prepare() {
        let program = canonicalPath("/proc/self/exe") ?? ""
        let fonts = folderPath(of: folderPath(of: program)) + "/share/vitrine/fonts.conf"
        for (name, value) in settings(fonts: fonts, isThere: isThere) {
            unsafe setenv(name, value, 0)
        }
    }

    /// The variables and their values.
    ///
    /// - Parameters:
    ///   - fonts: the configuration of the package's fonts.
    ///   - isThere: whether a file exists.
    static func settings(
        fonts: String, isThere: (String) -> Bool
    ) -> [(name: String, value: String)] {
        guard isThere(fonts) else { return [] }
        var settings = [(name: "FONTCONFIG_FILE", value: fonts)]
        // Where Debian, Fedora and SUSE, older Red Hat, Alpine have them. The library of the
        // package looks at the first place by itself.
        let places = [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/cert.pem",
        ]
        if let place = places.first(where: isThere), place != places[0] {
            settings.append(("URLSessionCertificateAuthorityInfoFile", place))
        }
        return settings
    }
}
