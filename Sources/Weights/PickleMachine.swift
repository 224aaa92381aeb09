/// The stack machine of Python's pickle protocol 2 (PEP 307), less everything that calls or
/// imports: it builds plain values, descriptions of tensors, and placeholders for a few names that
/// stand beside them.
///
/// A pickle is a program of operations of one byte with their arguments (pickletools.py of CPython
/// describes each). Python carries out whatever function a pickle names; here a name is only looked
/// up in `Pickle.global`, and an unknown one ends the reading.
struct PickleMachine {
    /// The bytes of the pickle.
    var reader: ByteReader
    /// The tables that are filled.
    var pickle: Pickle
    /// The machine's stack.
    private var stack: [Pickle.Value] = []
    /// The heights of the stack at each mark.
    private var marks: [Int] = []
    /// The values that were stored for later, by number.
    private var memo: [UInt32: Pickle.Value] = [:]

    init(reader: ByteReader, pickle: Pickle) {
        self.reader = reader
        self.pickle = pickle
    }

    /// Runs all operations up to the stop, and returns the tables with the root set.
    mutating func run() throws -> Pickle {
        while true {
            let place = reader.position
            let code = try reader.integer(UInt8.self)
            if code == UInt8(ascii: ".") {
                pickle.root = try pop()
                return pickle
            }
            try step(code, at: place)
        }
    }

    /// Carries out one operation: constants, tuples, lists and dictionaries, the memo, marks, names
    /// (`c`), storages (`Q`), calls (`R`) and attributes (`b`). Every other operation is an error
    /// of kind `.unsupported`.
    ///
    /// - Parameter place: the byte of the operation, for the message.
    private mutating func step(_ code: UInt8, at place: Int) throws {
        switch UnicodeScalar(code) {
        case "\u{80}":
            let version = try reader.integer(UInt8.self)
            guard version == 2 else {
                throw refusal(
                    "it is a pickle of protocol \(version) and only 2, torch.save's own, is read; "
                        + "save it with torch.save(..., pickle_protocol=2)")
            }
        case "(": marks.append(stack.count)
        case ")": push(sequence: [])
        case "]": push(sequence: [])
        case "}": pushDictionary()
        case "t": push(sequence: try popToMark())
        case "\u{85}": push(sequence: try pop(1))
        case "\u{86}": push(sequence: try pop(2))
        case "\u{87}": push(sequence: try pop(3))
        case "N": stack.append(.none)
        case "\u{88}": stack.append(.bool(true))
        case "\u{89}": stack.append(.bool(false))
        case "J": stack.append(.integer(Int(try reader.integer(Int32.self))))
        case "K": stack.append(.integer(Int(try reader.integer(UInt8.self))))
        case "M": stack.append(.integer(Int(try reader.integer(UInt16.self))))
        case "\u{8a}": stack.append(.integer(try longInteger()))
        case "G":
            // The one number that pickles hold big-endian.
            let bits = try reader.integer(UInt64.self).byteSwapped
            stack.append(.number(Double(bitPattern: bits)))
        case "X":
            let length = Int(try reader.integer(UInt32.self))
            stack.append(.string(try reader.string(length)))
        case "U":
            let length = Int(try reader.integer(UInt8.self))
            stack.append(.string(try reader.string(length)))
        case "q": try memoize(UInt32(try reader.integer(UInt8.self)))
        case "r": try memoize(try reader.integer(UInt32.self))
        case "h": try recall(UInt32(try reader.integer(UInt8.self)))
        case "j": try recall(try reader.integer(UInt32.self))
        case "s": try setItems(try pop(2))
        case "u": try setItems(try popToMark())
        case "a": try appendItems(try pop(1))
        case "e": try appendItems(try popToMark())
        case "c":
            let module = try reader.line()
            let name = "\(module).\(try reader.line())"
            guard let global = Pickle.global(name) else { throw refusal(of: name) }
            stack.append(.global(global))
        case "Q": try pushPersistent()
        case "R", "\u{81}": try reduce()
        case "b": try build()
        default:
            throw refusal(
                "its data.pkl has the operation 0x\(String(code, radix: 16)) at byte \(place), "
                    + "which no state dict needs; save model.state_dict() with torch.save")
        }
    }

    // MARK: The stack

    /// The error of a pickle that is sound and not supported.
    private func refusal(_ text: String) -> CheckpointError {
        CheckpointError(.unsupported, reader.file, text)
    }

    /// The error of a pickle that names what no state dict needs.
    private func refusal(of name: String) -> CheckpointError {
        refusal(
            "its pickle calls for \(name), which is not one of the names that a state dict of "
                + "tensors needs; nothing was run; load it where you trust it and save "
                + "model.state_dict() alone")
    }

    /// The error of a pickle that breaks its own format.
    private func broken(_ text: String) -> CheckpointError {
        CheckpointError.damaged(reader.file, "data.pkl, at byte \(reader.position), \(text)")
    }

    /// Takes the last value above the last mark.
    private mutating func pop() throws -> Pickle.Value {
        guard stack.count > (marks.last ?? 0), let value = stack.popLast() else {
            throw broken("takes a value where there is none")
        }
        return value
    }

    /// The last `count` values, in the order in which they came, taken from above the last mark.
    private mutating func pop(_ count: Int) throws -> [Pickle.Value] {
        guard stack.count - (marks.last ?? 0) >= count else {
            throw broken("takes \(count) values where there are fewer")
        }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    /// Takes the last mark and all values above it.
    private mutating func popToMark() throws -> [Pickle.Value] {
        guard let mark = marks.popLast() else { throw broken("takes a mark where there is none") }
        defer { stack.removeLast(stack.count - mark) }
        return Array(stack[mark...])
    }

    /// Pushes a tuple or a list; the two are not kept apart.
    private mutating func push(sequence: [Pickle.Value]) {
        pickle.sequences.append(sequence)
        stack.append(.sequence(pickle.sequences.count - 1))
    }

    /// Pushes an empty dictionary.
    private mutating func pushDictionary() {
        pickle.dictionaries.append([])
        stack.append(.dictionary(pickle.dictionaries.count - 1))
    }

    /// Pushes the dictionary of a list of pairs, as Python 2 wrote an OrderedDict.
    private mutating func pushDictionary(of pairs: Pickle.Value) throws {
        pushDictionary()
        guard case .sequence(let list) = pairs else { throw broken("has a dictionary of no pairs") }
        for pair in pickle.sequences[list] {
            guard case .sequence(let index) = pair, pickle.sequences[index].count == 2 else {
                throw broken("has a dictionary of no pairs")
            }
            try setItems(pickle.sequences[index])
        }
    }

    /// Stores the last value, which stays on the stack, under a number.
    private mutating func memoize(_ index: UInt32) throws {
        let value = try pop()
        stack.append(value)
        memo[index] = value
    }

    /// Pushes the value that was stored under a number.
    private mutating func recall(_ index: UInt32) throws {
        guard let value = memo[index] else { throw broken("recalls \(index), never stored") }
        stack.append(value)
    }

    /// Reads a whole number of at most 8 bytes, little-endian in two's complement.
    private mutating func longInteger() throws -> Int {
        let length = Int(try reader.integer(UInt8.self))
        guard length <= 8 else {
            throw broken("has a whole number of \(length) bytes, and at most 8 are read")
        }
        var value: UInt64 = 0
        var last: UInt8 = 0
        for index in 0..<length {
            last = try reader.integer(UInt8.self)
            value |= UInt64(last) << (8 * UInt64(index))
        }
        if last >= 0x80 && length < 8 { value |= ~0 << (8 * UInt64(length)) }
        return Int(Int64(bitPattern: value))
    }

    // MARK: Containers

    /// Adds pairs of keys and values to the dictionary on top; a placeholder takes them without
    /// effect.
    private mutating func setItems(_ items: [Pickle.Value]) throws {
        guard items.count.isMultiple(of: 2) else { throw broken("has a key without a value") }
        let container = try top()
        if case .object = container { return }
        guard case .dictionary(let index) = container else {
            throw broken("sets a key of what is no dictionary")
        }
        for pair in stride(from: 0, to: items.count, by: 2) {
            pickle.dictionaries[index].append((items[pair], items[pair + 1]))
        }
    }

    /// Appends values to the list on top; a placeholder takes them without effect.
    private mutating func appendItems(_ items: [Pickle.Value]) throws {
        let container = try top()
        if case .object = container { return }
        guard case .sequence(let index) = container else {
            throw broken("appends to what is no list")
        }
        pickle.sequences[index] += items
    }

    /// The last value above the last mark, which stays.
    private func top() throws -> Pickle.Value {
        guard stack.count > (marks.last ?? 0), let value = stack.last else {
            throw broken("changes a value where there is none")
        }
        return value
    }

    // MARK: Names and what they are called with

    /// Pushes a storage, described by `("storage", type, key, device, count)`: how torch names
    /// numbers outside the pickle.
    private mutating func pushPersistent() throws {
        guard case .sequence(let index) = try pop() else { throw broken("names no storage") }
        let parts = pickle.sequences[index]
        guard parts.count == 5, case .string("storage") = parts[0],
            case .global(let global) = parts[1], case .string(let key) = parts[2],
            case .integer(let count) = parts[4], count >= 0
        else { throw broken("names no storage") }
        let type: ElementType?
        switch global {
        case .storage(let stored): type = stored
        case .untypedStorage: type = nil
        default: throw broken("names no storage")
        }
        pickle.storages.append(Pickle.Storage(type: type, key: key, count: count))
        stack.append(.storage(pickle.storages.count - 1))
    }

    /// Carries out a "call" of one of the known names: dictionaries, sizes and tensors are built,
    /// inert names give placeholders, and nothing runs.
    private mutating func reduce() throws {
        guard case .sequence(let index) = try pop(), case .global(let global) = try pop() else {
            throw broken("calls what is no name")
        }
        let arguments = pickle.sequences[index]
        switch global {
        case .orderedDictionary where arguments.isEmpty: pushDictionary()
        case .orderedDictionary where arguments.count == 1: try pushDictionary(of: arguments[0])
        case .size where arguments.count == 1:
            guard case .sequence = arguments[0] else { throw broken("has a size that is none") }
            stack.append(arguments[0])
        case .rebuildParameter where arguments.count >= 1:
            guard case .tensor = arguments[0] else { throw broken("has a parameter that is none") }
            stack.append(arguments[0])
        case .rebuildTensor where arguments.count >= 4,
            .rebuildTensorWithType where arguments.count >= 7:
            try pushTensor(arguments, hasType: global == .rebuildTensorWithType)
        case .inert(let name):
            pickle.objects.append(Pickle.Object(name: name, attributes: nil))
            stack.append(.object(pickle.objects.count - 1))
        default: throw broken("calls a name with \(arguments.count) arguments that do not fit it")
        }
    }

    /// Pushes the view that the arguments of `torch._utils._rebuild_tensor_v2` (or of
    /// `_rebuild_tensor_v3`, which gives the type) describe.
    private mutating func pushTensor(_ arguments: [Pickle.Value], hasType: Bool) throws {
        guard case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1],
            let shape = integers(arguments[2]), let strides = integers(arguments[3]),
            shape.count == strides.count
        else { throw broken("describes a tensor that is none") }
        var type = pickle.storages[storage].type
        if hasType, case .global(.type(let given)) = arguments[6] { type = given }
        guard let type else { throw broken("describes a tensor without a type") }
        guard pickle.tensors.count < Pickle.tensorLimit else {
            throw refusal(
                "its pickle describes more than \(Pickle.tensorLimit) tensors; save "
                    + "model.state_dict() alone")
        }
        pickle.tensors.append(
            Pickle.View(
                storage: storage, type: type, offset: offset, shape: shape, strides: strides))
        stack.append(.tensor(pickle.tensors.count - 1))
    }

    /// The whole numbers of a sequence of at most 64; nil for any other value.
    private func integers(_ value: Pickle.Value) -> [Int]? {
        guard case .sequence(let index) = value, pickle.sequences[index].count <= 64 else {
            return nil
        }
        var numbers: [Int] = []
        for case .integer(let number) in pickle.sequences[index] { numbers.append(number) }
        return numbers.count == pickle.sequences[index].count ? numbers : nil
    }

    /// Attributes of a placeholder are kept, those of a dictionary (torch's `_metadata`) left out;
    /// nothing else may have any.
    private mutating func build() throws {
        let state = try pop()
        switch try top() {
        case .dictionary: break
        case .object(let index):
            if case .dictionary(let attributes) = state {
                pickle.objects[index].attributes = attributes
            }
        default: throw broken("sets attributes of what is no dictionary")
        }
    }
}
