import CHDF5
import Foundation

@testable import HDF5
@testable import Store

// A fuzz target over HDF5 cannot mutate the bytes of a whole file: the library's own checksums
// refuse what is not right, long before our readers see it. So an input is a list of edits of a
// sound file, which the library itself makes.

/// The bytes of an input, one behind the other; zeros behind its end.
struct Script {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place >= bytes.count }

    mutating func byte() -> Int {
        if isAtEnd { return 0 }
        place += 1
        return Int(bytes[place - 1])
    }

    /// A number of two bytes.
    mutating func number() -> Int { byte() | byte() << 8 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number() % elements.count]
    }
}

/// What an edit changed.
enum Edited {
    case dataset(String)
    /// Of the group or data set of this path.
    case attributes(String)
    /// Bytes of the file as they lie, behind the library's back.
    case bytes
}

/// A sound file and a copy of it that is edited, anew for every input; libFuzzer has one thread.
final class EditedFile: @unchecked Sendable {
    /// Of the copy. HDF5 opens no file without a name.
    let path: String
    private let descriptor: Int32
    private let whole: [UInt8]
    private var datasets: [String] = []
    private var groups: [String] = []
    private var attributes: [(owner: String, name: String)] = []

    init(_ whole: [UInt8]) {
        var name = Array("\(temporaryFolder)/edited-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        precondition(descriptor >= 0, "no file in \(temporaryFolder)")
        path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        self.whole = whole
        restore()
        do {
            let file = try File.open(path)
            attributes = try names(of: file.root.attributes).map { ("/", $0) }
            try list(file.root, "")
        } catch { fatalError("\(error)") }
    }

    convenience init(fileAt path: String) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            fatalError("\(path) cannot be read")
        }
        self.init([UInt8](bytes))
    }

    private func list(_ group: Group, _ prefix: String) throws {
        for name in try group.names() {
            let path = prefix + name
            if let inner = try? group.group(name) {
                groups.append(path)
                attributes += try names(of: inner.attributes).map { (path, $0) }
                try list(inner, path + "/")
            } else {
                datasets.append(path)
                let found = try group.dataset(name).attributes
                attributes += try names(of: found).map { (path, $0) }
            }
        }
    }

    private func names(of attributes: Attributes) throws -> [String] {
        var info = H5O_info_t()
        H5Oget_info2(attributes.owner.id, &info, UInt32(H5O_INFO_NUM_ATTRS))
        return (0..<info.num_attrs).map { index in
            var name = [CChar](repeating: 0, count: 256)
            H5Aget_name_by_idx(
                attributes.owner.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &name, name.count, 0)
            let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func restore() {
        ftruncate(descriptor, off_t(whole.count))
        precondition(pwrite(descriptor, whole, whole.count, 0) == whole.count)
    }

    /// Makes the edits of a script in a new copy.
    ///
    /// - Parameter repair: puts checksums of ours right after an edit, where the script wants it.
    /// - Returns: what was changed.
    func edit(
        _ script: inout Script, repair: (_ edited: Edited, _ file: File) throws -> Void
    ) -> [Edited] {
        // The library would take what is open for the file of the last input.
        let open = H5Fget_obj_count(hid_t(vitrine_h5f_obj_all()), vitrine_h5f_obj_all())
        precondition(open == 0, "\(open) handles of the last file are still open")
        restore()
        var edits: [Edited] = []
        var changes: [(place: Int, value: UInt8)] = []
        do {
            let file = try File.openToExtend(path)
            while !script.isAtEnd && edits.count < 6 {
                let (kind, isRepaired) = { ($0 & 15, $0 & 128 == 0) }(script.byte())
                if kind >= 14 {
                    changes += change(&script, nearHeap: kind == 15)
                    edits.append(.bytes)
                    continue
                }
                guard let edited = make(kind, &script, file.root) else { continue }
                edits.append(edited)
                if isRepaired {
                    try? file.flush()
                    try? repair(edited, file)
                }
            }
        } catch { fatalError("\(error)") }
        for change in changes { pwrite(descriptor, [change.value], 1, off_t(change.place)) }
        return edits
    }

    /// One byte of the file, anywhere or in a heap of variable-length elements.
    private func change(_ script: inout Script, nearHeap: Bool) -> [(Int, UInt8)] {
        let place = script.number() | script.byte() << 16
        let mask = UInt8(max(1, script.byte()))
        let start = nearHeap ? heap : 0
        let found = start + place % (nearHeap ? min(512, whole.count - start) : whole.count)
        return [(found, whole[found] ^ mask)]
    }

    private lazy var heap: Int = {
        let mark = Data("GCOL".utf8)
        return Data(whole).range(of: mark)?.lowerBound ?? 0
    }()

    private func make(_ kind: Int, _ script: inout Script, _ root: Group) -> Edited? {
        switch kind {
        case 0, 1, 2:
            let path = script.pick(datasets)
            return setElement(path, &script, root) ? .dataset(path) : nil
        case 3, 4, 5, 6:
            let path = script.pick(datasets)
            return replace(path, &script, root) ? .dataset(path) : nil
        case 7:
            let path = script.pick(datasets + groups)
            H5Ldelete(root.handle.id, path, 0)
            return .dataset(path)
        case 8:
            let path = script.pick(datasets + groups)
            H5Ldelete(root.handle.id, path, 0)
            link(path, &script, root)
            return .dataset(path)
        case 9:
            let path = script.pick(groups)
            H5Ldelete(root.handle.id, path, 0)
            if let made = try? root.requireGroup(path), script.byte() & 1 == 1 {
                _ = try? made.write(script.pick(Self.texts), [Float(1)])
            }
            return .dataset(path)
        case 10:
            // A name that nobody expects, or one that is missing.
            let path = script.pick(groups) + "/" + script.pick(Self.texts + ["joint", "rows", "0"])
            link(path, &script, root)
            return .dataset(path)
        case 11:
            let (owner, name) = script.pick(attributes)
            H5Adelete_by_name(root.handle.id, owner, name, 0)
            return .attributes(owner)
        default:
            let (owner, name) = script.pick(attributes)
            H5Adelete_by_name(root.handle.id, owner, name, 0)
            guard let found = opened(owner, root) else { return nil }
            try? found.set(name, value(&script))
            return .attributes(owner)
        }
    }

    /// The attributes of a group or data set.
    func opened(_ path: String, _ root: Group) -> Attributes? {
        if path == "/" { return root.attributes }
        if let group = try? root.group(path) { return group.attributes }
        return (try? root.dataset(path))?.attributes
    }

    private func link(_ path: String, _ script: inout Script, _ root: Group) {
        let target = script.pick(datasets + groups + ["/", ".", "gone"])
        switch script.byte() & 3 {
        case 0: H5Lcreate_soft("/" + target, root.handle.id, path, 0, 0)
        case 1: H5Lcreate_external("other.h5", "/" + target, root.handle.id, path, 0, 0)
        default: H5Lcreate_hard(root.handle.id, target, root.handle.id, path, 0, 0)
        }
    }

    private func value(_ script: inout Script) -> AttributeValue {
        switch script.byte() % 6 {
        case 0: return .integer(script.pick(Self.integers))
        case 1: return .real(script.pick(Self.reals))
        case 2: return .string(script.pick(Self.texts))
        case 3: return .strings((0..<script.byte() % 40).map { _ in script.pick(Self.texts) })
        case 4: return .reals((0..<script.byte() % 40).map { _ in script.pick(Self.reals) })
        default: return .integers((0..<script.byte() % 40).map { _ in script.pick(Self.integers) })
        }
    }
}

// Data sets.
extension EditedFile {
    static let integers: [Int64] = [
        -1, 0, 1, 2, 3, 127, 255, 256, 32767, 65535, 1 << 20, 1 << 31 - 1, -1 << 31, 1 << 40,
        1 << 48 - 1, 1 << 48, 1 << 62, .max, .min,
    ]
    static let reals: [Double] = [
        .nan, .infinity, -.infinity, -0.0, 0.5, 1.5, -1, 1e15, 1e16, 1e30, -1e30, 3e38, 1e300,
        1e-300, 5e-324,
    ]
    static let texts = [
        "", "text", "0", "-1", "99", "nan", "../../etc", "/", ".", "\u{1}\n\u{202e}", "embedding",
        "final", "[]", "[\"cat\"]", "{\"root\":1}", "random:1e300", "shuffle:x", "vitrine-map",
        "categories", "codes", "values", "mask", "a/1.jpg", String(repeating: "x", count: 9999),
    ]

    /// One element, all or a few bytes of the elements of a data set become others.
    private func setElement(_ path: String, _ script: inout Script, _ root: Group) -> Bool {
        guard let dataset = try? root.dataset(path), var bytes = smallBytes(of: dataset),
            !bytes.isEmpty
        else { return false }
        let size = dataset.type.size
        let how = script.byte()
        if how & 3 == 0 {
            let start = script.number() % bytes.count
            for place in start..<min(bytes.count, start + how >> 2 + 1) {
                bytes[place] = UInt8(script.byte())
            }
        } else {
            let element = element(dataset.type, &script)
            let count = bytes.count / size
            let index = script.number() % count
            for index in how & 3 == 1 ? 0..<count : index..<index + 1 {
                bytes.replaceSubrange(index * size..<index * size + size, with: element)
            }
        }
        guard let type = try? dataset.type.handle(file: "") else { return false }
        return H5Dwrite(dataset.handle.id, type.id, 0, 0, 0, bytes) >= 0
    }

    private func element(_ type: ElementType, _ script: inout Script) -> [UInt8] {
        func bytes<Value>(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }
        switch type {
        case .text(let width):
            return paddedTexts([Array(script.pick(Self.texts).utf8)], width: width)
        case .float16: return bytes(Float16(script.pick(Self.reals)))
        case .float32: return bytes(Float(script.pick(Self.reals)))
        case .float64: return bytes(script.pick(Self.reals))
        default: return Array(bytes(script.pick(Self.integers)).prefix(max(1, type.size)))
        }
    }

    /// Another data set in the place of one: its type, shape, storage and elements. Nothing, where
    /// the library does not make such a one; false where the file is as it was.
    private func replace(_ path: String, _ script: inout Script, _ root: Group) -> Bool {
        guard let old = try? root.dataset(path) else { return false }
        let kept = smallBytes(of: old) ?? []
        let type = script.byte() % 24
        let shape = shape(old.shape, &script)
        let storage = script.byte() % 6
        guard let made = self.type(type, like: old.type) else { return false }
        defer { H5Tclose(made) }
        let size = max(1, H5Tget_size(made))
        let count = product(shape ?? [])
        let isSmall = count.map { $0 <= 1 << 18 / size } ?? false
        let extent = (shape ?? []).map { hsize_t($0) }
        let space =
            shape == nil
            ? H5Screate(H5S_NULL)
            : extent.isEmpty
                ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extent.count), extent, nil)
        defer { H5Sclose(space) }
        let creation = H5Pcreate(vitrine_h5p_dataset_create())
        defer { H5Pclose(creation) }
        H5Pset_obj_track_times(creation, false)
        if !extent.isEmpty && (!isSmall || storage & 1 == 1) {
            let chunk = extent.map { min(max(1, $0), storage == 5 ? 64 : 1 << 16) }
            H5Pset_chunk(creation, Int32(chunk.count), chunk)
            if storage == 3 { H5Pset_deflate(creation, 6) }
        } else if storage == 2 {
            H5Pset_layout(creation, H5D_COMPACT)
        }
        H5Ldelete(root.handle.id, path, 0)
        let id = H5Dcreate2(root.handle.id, path, made, space, 0, creation, 0)
        if id < 0 { return true }
        defer { H5Dclose(id) }
        // Storage 4 and all that is large is never written.
        guard isSmall, storage != 4, let count, count > 0 else { return true }
        write(count, size, kept, made, id, &script)
        return true
    }

    private func write(
        _ count: Int, _ size: Int, _ kept: [UInt8], _ type: hid_t, _ id: hid_t,
        _ script: inout Script
    ) {
        if H5Tdetect_class(type, H5T_VLEN) > 0 || H5Tis_variable_str(type) > 0 {
            var text = Array("text".utf8CString)
            text.withUnsafeMutableBytes { bytes in
                if H5Tis_variable_str(type) > 0 {
                    let all = [UnsafeMutableRawPointer?](repeating: bytes.baseAddress, count: count)
                    H5Dwrite(id, type, 0, 0, 0, all)
                } else {
                    let all = [hvl_t](repeating: hvl_t(len: 4, p: bytes.baseAddress), count: count)
                    H5Dwrite(id, type, 0, 0, 0, all)
                }
            }
            return
        }
        var bytes = [UInt8](repeating: 0, count: count * size)
        switch script.byte() & 3 {
        case 0 where !kept.isEmpty:
            for place in bytes.indices { bytes[place] = kept[place % kept.count] }
        case 1:
            let pattern = (0..<8).map { _ in UInt8(script.byte()) }
            for place in bytes.indices { bytes[place] = pattern[place & 7] }
        case 2:
            let element = element(ElementType.of(type), &script)
            for place in bytes.indices where place % size < element.count {
                bytes[place] = element[place % size]
            }
        default: break
        }
        H5Dwrite(id, type, 0, 0, 0, bytes)
    }

    /// Nil for a space without elements.
    private func shape(_ old: [Int], _ script: inout Script) -> [Int]? {
        let how = script.byte()
        let first = old.first ?? 1
        let rest = Array(old.dropFirst())
        switch how % 20 {
        case 1: return [first + 1] + rest
        case 2: return [max(0, first - 1)] + rest
        case 3: return old + [1]
        case 4: return [1] + old
        case 5: return [old.reduce(1, *)]
        case 6: return []
        case 7: return [0]
        case 8: return [script.byte()] + rest
        case 9: return [1 << 40] + rest
        case 10: return [1 << 24, 1 << 24] + rest
        case 11: return [1 << 47, 1 << 47]
        case 12: return [2 * first] + rest
        case 13: return old.reversed()
        case 14: return old.dropLast() + [max(0, (old.last ?? 1) - 1)]
        case 15: return nil
        case 16: return [0] + rest
        case 17: return [1 << 62, 0]
        case 18: return [first] + rest.map { _ in 0 }
        default: return old
        }
    }

    /// A type to be closed; nil where it cannot be made.
    private func type(_ index: Int, like old: ElementType) -> hid_t? {
        func copy(_ type: ElementType) -> hid_t? {
            (try? type.handle(file: "")).map { H5Tcopy($0.id) }
        }
        switch index {
        case 0: return copy(.float16)
        case 1: return copy(.float32)
        case 2: return copy(.float64)
        case 3: return copy(.uint8)
        case 4: return copy(.int8)
        case 5: return copy(.int16)
        case 6: return copy(.int32)
        case 7: return copy(.uint32)
        case 8: return copy(.int64)
        case 9: return copy(.text(1))
        case 10: return copy(.text(40))
        case 11: return copy(.text(1 << 20))
        case 12:
            let type = H5Tcopy(vitrine_h5t_c_s1())
            H5Tset_size(type, vitrine_h5t_variable())
            return type
        case 13: return H5Tvlen_create(vitrine_h5t_std_u8le())
        case 14:
            let type = H5Tcreate(H5T_COMPOUND, 8)
            H5Tinsert(type, "a", 0, vitrine_h5t_std_i32le())
            H5Tinsert(type, "b", 4, vitrine_h5t_ieee_f32le())
            return type
        case 15:
            let type = H5Tenum_create(vitrine_h5t_std_i8le())
            for (name, value) in [("FALSE", Int8(0)), ("TRUE", 1)] {
                withUnsafePointer(to: value) { _ = H5Tenum_insert(type, name, $0) }
            }
            return type
        case 16:
            let type = copy(.float64)
            if let type { H5Tset_order(type, H5T_ORDER_BE) }
            return type
        case 17:
            let type = copy(.int64)
            if let type { H5Tset_order(type, H5T_ORDER_BE) }
            return type
        case 18: return H5Tarray_create2(vitrine_h5t_std_u8le(), 1, [3])
        case 19: return H5Tcreate(H5T_OPAQUE, 16)
        default: return copy(old)
        }
    }
}

/// The bytes of a data set's elements; nil of a type without bytes of its own, and of one that an
/// edit left too large.
func smallBytes(of dataset: Dataset) -> [UInt8]? {
    guard let claimed = product(dataset.shape, times: max(1, dataset.type.size)),
        claimed < 1 << 20
    else { return nil }
    return try? dataset.readRaw()
}

/// The bytes of a file that `write` makes at a path.
func made(_ write: (String) throws -> Void) -> [UInt8] {
    let path = "\(temporaryFolder)/whole-\(getpid()).h5"
    defer { unlink(path) }
    do {
        try write(path)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch { fatalError("\(error)") }
}

/// That of `run`, which removes it whatever the end.
private let temporaryFolder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
