internal import CKernels

/// Gives freed memory of 2 MiB or more back to the system at once, from now on; glibc otherwise
/// raises its limit to the largest piece freed, and each thread keeps such pieces.
public func returnFreedMemory() { kernels_return_freed_memory() }
