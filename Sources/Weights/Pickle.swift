/// The outcome of reading a pickle: values by index into these tables, so that no value holds
/// another one and neither cycles nor a million nested tuples can do harm.
struct Pickle {
    /// The meaning of a name in a pickle; nothing of it runs.
    enum Global: Equatable {
        case orderedDictionary, size, rebuildTensor, rebuildTensorWithType, rebuildParameter
        case storage(ElementType)
        case untypedStorage
        case type(ElementType)
        /// A name of `InertNames`: calling it gives an `Object`, which does nothing.
        case inert(String)
    }

    /// The placeholder for what a call of an inert name would have made.
    struct Object {
        /// The name that was called for, such as "argparse.Namespace".
        let name: String
        /// An index of `dictionaries`: the object's attributes; nil where it has none that are a
        /// dictionary.
        var attributes: Int?
    }

    /// A value of the pickle; containers and tensors are indices of the tables below.
    enum Value {
        case none
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case string(String)
        case global(Global)
        /// An index of `sequences`.
        case sequence(Int)
        /// An index of `dictionaries`.
        case dictionary(Int)
        /// An index of `storages`.
        case storage(Int)
        /// An index of `tensors`.
        case tensor(Int)
        /// An index of `objects`.
        case object(Int)
    }

    /// A block of numbers that stands in the file outside the pickle.
    struct Storage {
        /// The type of the numbers; nil for bytes whose type the tensors give.
        let type: ElementType?
        /// The name of the zip member that holds the numbers, behind `data/`.
        let key: String
        /// The number of elements, or of bytes where there is no type.
        let count: Int
    }

    /// A strided view of a storage as the pickle describes it, not yet checked.
    struct View {
        /// An index of `storages`.
        let storage: Int
        let type: ElementType
        /// The element of the storage that is the view's first.
        let offset: Int
        let shape: [Int]
        /// The steps between neighbours along each axis, in elements.
        let strides: [Int]
    }

    /// The most tensors of a pickle: a description takes ten times the bytes that call for it, and
    /// training checkpoints hold a few copies of a model.
    static let tensorLimit = 4 * ZipArchive.memberLimit

    var sequences: [[Value]] = []
    var dictionaries: [[(key: Value, value: Value)]] = []
    var storages: [Storage] = []
    var tensors: [View] = []
    var objects: [Object] = []
    /// The outermost value.
    var root = Value.none

    /// Reads a pickle of protocol 2. Throws `CheckpointError` for other protocols, for damage, and
    /// for names that no state dict needs.
    init(_ bytes: [UInt8], file: String) throws {
        var machine = PickleMachine(
            reader: ByteReader(bytes, what: "data.pkl", file: file), pickle: Pickle())
        self = try machine.run()
    }

    private init() {}

    /// The meaning of a name in the pickle, such as "torch._utils._rebuild_tensor_v2"; nil for a
    /// name that no state dict needs.
    static func global(_ name: String) -> Global? {
        switch name {
        case "collections.OrderedDict": return .orderedDictionary
        case "torch.Size": return .size
        case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2":
            return .rebuildTensor
        case "torch._utils._rebuild_tensor_v3": return .rebuildTensorWithType
        case "torch._utils._rebuild_parameter": return .rebuildParameter
        case "torch.storage.UntypedStorage": return .untypedStorage
        default:
            if name.hasPrefix("torch.") {
                let last = String(name.dropFirst("torch.".count))
                if let type = ElementType(storage: last) { return .storage(type) }
                if let type = ElementType(torch: last) { return .type(type) }
            }
            return InertNames.contains(name) ? .inert(name) : nil
        }
    }

    /// The inert name that a value is, or is made by; nil for every other value.
    func inertName(_ value: Value) -> String? {
        switch value {
        case .global(.inert(let name)): name
        case .object(let index): objects[index].name
        default: nil
        }
    }
}

/// Names that training scripts leave in a checkpoint beside its tensors: of settings, optimizers,
/// plain Python containers and NumPy's scalars. They become placeholders.
private enum InertNames {
    private static let names: Set<String> = [
        "_codecs.encode", "argparse.Namespace", "collections.Counter", "collections.defaultdict",
        "collections.deque", "copy_reg._reconstructor", "copyreg._reconstructor", "datetime.date",
        "datetime.datetime", "datetime.timedelta", "numpy.dtype", "numpy.ndarray", "torch.device",
        "torch.serialization._get_layout",
    ]
    private static let builtins: Set<String> = [
        "bool", "bytearray", "complex", "dict", "float", "frozenset", "int", "list", "object",
        "range", "set", "slice", "str", "tuple", "xrange",
    ]
    private static let paths: Set<String> = [
        "PosixPath", "PurePosixPath", "PureWindowsPath", "WindowsPath",
    ]
    private static let numbers: Set<String> = [
        "bool", "bool_", "float16", "float32", "float64", "int16", "int32", "int64", "int8",
        "uint16", "uint32", "uint64", "uint8",
    ]
    /// Beginnings of names, each with the ends that are allowed after it; nil allows any.
    private static let families: [(prefix: String, ends: Set<String>?)] = [
        ("__builtin__.", builtins), ("builtins.", builtins), ("pathlib.", paths),
        ("pathlib._local.", paths), ("numpy.", numbers),
        ("numpy.core.multiarray.", ["_reconstruct", "scalar"]),
        ("numpy._core.multiarray.", ["_reconstruct", "scalar"]),
        // Optimizers, schedulers and scalers that were saved whole.
        ("torch.optim.", nil), ("torch.amp.grad_scaler.", nil),
        ("torch.cuda.amp.grad_scaler.", nil),
        // TorchScript's modules, and the lists and types among their attributes.
        ("__torch__.", nil), ("torch.jit._pickle.", nil),
    ]

    /// Whether a name is one of the above, so that a call of it becomes a placeholder.
    static func contains(_ name: String) -> Bool {
        if names.contains(name) { return true }
        return families.contains { family in
            guard name.hasPrefix(family.prefix) else { return false }
            return family.ends?.contains(String(name.dropFirst(family.prefix.count))) ?? true
        }
    }
}
