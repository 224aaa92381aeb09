internal import Glibc

/// Raises the number of files and connections that may be open to what the system allows: browsers
/// keep connections open.
func allowAllDescriptors() {
    var limit = rlimit()
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard unsafe getrlimit(files, &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(files, &limit)
}
