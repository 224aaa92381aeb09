internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Glibc
internal import Synchronization

/// A new file without a name, which no other user can read: a descriptor, negative when it fails.
private func unnamedFile(in folder: String) -> Int32 {
    let name = "\(folder)/vitrine-\(getpid())-\(UInt64.random(in: .min ... .max))"
    let descriptor = openFile(name, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
    if descriptor >= 0 { removeFile(name) }
    return descriptor
}

/// The path by which another process of the user opens a file without a name.
private func pathForOthers(_ descriptor: Int32) -> String { "/proc/\(getpid())/fd/\(descriptor)" }

/// A file without a name that two processes read and write; it ends with the object.
final class UnnamedFile {
    private let handle: FileHandle
    let path: String

    /// Nil where the folder has no room.
    init?(in folder: String) {
        let descriptor = unnamedFile(in: folder)
        guard descriptor >= 0 else { return nil }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        path = pathForOthers(descriptor)
    }

    /// Writes the bytes of an empty file.
    func write(_ bytes: [UInt8]) throws { try handle.write(contentsOf: Data(bytes)) }

    /// All bytes.
    func read() throws -> [UInt8] {
        try handle.seek(toOffset: 0)
        return [UInt8](try handle.readToEnd() ?? Data())
    }
}

/// Memory that the engine maps too, in equal slots, each for the pixels and results of one batch.
///
/// A slot belongs to the thread that took it, from `take` to `give`. The memory has no name in any
/// folder, so that nothing is left behind whatever ends the processes.
@safe
final class SharedSlots: @unchecked Sendable {
    /// Number of slots: batches that are on their way at a time.
    static let count = 3

    /// Bytes of a slot.
    let stride: Int
    /// The path by which another process of the user opens the memory.
    let path: String
    private let base: UnsafeMutableRawPointer
    private let descriptor: Int32
    private let free: Mutex<[Int]>
    private let room: DispatchSemaphore

    /// Bytes of all slots.
    var byteCount: Int { Self.count * stride }

    /// - Throws: `Failure` where the machine has not so much memory to share.
    init(stride: Int) throws {
        self.stride = stride
        let size = Self.count * stride
        let folders = ["/dev/shm", NSTemporaryDirectory()]
        let opened = unsafe folders.lazy.compactMap { unsafe Self.memory(in: $0, size) }.first
        guard let opened = unsafe opened else {
            throw Failure(
                Exit.tryAgain,
                "--engine torch: expected \(Console.byteCount(size)) of shared memory in "
                    + "\(folders.joined(separator: " or ")), found less; lower --batch.")
        }
        unsafe (descriptor, base) = opened
        path = pathForOthers(descriptor)
        free = Mutex(Array(0..<Self.count))
        room = DispatchSemaphore(value: Self.count)
    }

    /// Memory of a file without a name; nil where the folder has no room for it.
    private static func memory(
        in folder: String, _ size: Int
    ) -> (Int32, UnsafeMutableRawPointer)? {
        let descriptor = unnamedFile(in: folder)
        guard descriptor >= 0 else { return nil }
        // Reserved, because a write beyond the room would end the process.
        guard posix_fallocate(descriptor, 0, size) == 0,
            let base = unsafe mmap(
                nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            unsafe base != MAP_FAILED
        else {
            close(descriptor)
            return nil
        }
        return unsafe (descriptor, base)
    }

    deinit {
        unsafe munmap(base, byteCount)
        close(descriptor)
    }

    /// Waits for a slot that no batch uses.
    func take() -> Int {
        room.wait()
        return free.withLock { $0.removeFirst() }
    }

    /// Gives a slot back.
    func give(_ slot: Int) {
        free.withLock { $0.append(slot) }
        room.signal()
    }

    /// Writes values at a place of a slot.
    func write<Value: BitwiseCopyable>(_ values: [Value], slot: Int, at offset: Int) {
        let length = values.count * MemoryLayout<Value>.stride
        check(slot, offset, length)
        unsafe values.withUnsafeBytes { bytes in
            unsafe (base + slot * stride + offset).copyMemory(
                from: bytes.baseAddress ?? UnsafeRawPointer(base), byteCount: length)
        }
    }

    /// Sets bytes of a slot to zero.
    func clear(slot: Int, at offset: Int, count: Int) {
        check(slot, offset, count)
        _ = unsafe memset(base + slot * stride + offset, 0, count)
    }

    /// Reads values at a place of a slot.
    func read<Value: BitwiseCopyable>(
        _ type: Value.Type, slot: Int, at offset: Int, count: Int
    ) -> [Value] {
        let length = count * MemoryLayout<Value>.stride
        check(slot, offset, length)
        return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            if count > 0 {
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(
                        start: base + slot * stride + offset, count: length))
            }
            initialized = count
        }
    }

    private func check(_ slot: Int, _ offset: Int, _ length: Int) {
        precondition(
            (0..<Self.count).contains(slot) && offset >= 0 && offset + length <= stride,
            "bytes \(offset)..<\(offset + length) of slot \(slot) of \(stride) bytes")
    }
}
