/// PyTorch's zip files (since 1.6): `data.pkl`, which describes the tensors, and `data/0`,
/// `data/1`, ..., their numbers.
enum PyTorchFormat {
    /// The keys under which training scripts keep the state dict, in the order in which they are
    /// looked for.
    static let wrappers = ["state_dict", "model_state_dict", "model", "teacher"]
    /// The keys of a moving average of the weights, which is taken where it is asked for.
    private static let averages = ["state_dict_ema", "model_ema", "ema_state_dict", "ema"]
    /// The most bytes of a pickle: each may become 50 in memory; 10,000 tensors take 2 MB.
    private static let pickleLimit = 16 << 20
    /// The text before the names of all classes of a TorchScript archive.
    private static let scripted = "__torch__"

    /// The member that holds the pickle, at the root or in one folder; nil where there is none.
    static func pickleMember(_ archive: ZipArchive) -> ZipArchive.Member? {
        archive.members.first { member in
            let parts = member.name.split(separator: "/", omittingEmptySubsequences: false)
            return parts.last == "data.pkl" && parts.count <= 2
        }
    }

    /// The tensors of the archive by their names, each checked against its storage; and the key of
    /// a moving average that stands beside them, nil where there is none.
    ///
    /// - Throws: `CheckpointError` for big-endian numbers, for a pickle that calls for more than
    ///   tensors need, for two tensors of one name, and for tensors that reach beyond their
    ///   storages.
    static func entries(
        _ archive: ZipArchive, pickle member: ZipArchive.Member, takesAverage: Bool
    ) throws -> (entries: [String: Entry], average: String?) {
        let file = archive.source.name
        guard member.byteCount <= pickleLimit else {
            throw CheckpointError(
                .unsupported, file,
                "its data.pkl has \(member.byteCount) bytes and at most \(pickleLimit) are read; "
                    + "save model.state_dict() alone")
        }
        let folder = String(member.name.dropLast("data.pkl".count))
        let members = Dictionary(uniqueKeysWithValues: archive.members.map { ($0.name, $0) })
        if let order = members[folder + "byteorder"],
            try archive.beginning(of: order, count: 16) != Array("little".utf8)
        {
            throw CheckpointError(
                .unsupported, file,
                "its numbers are not little-endian; save it on a little-endian machine")
        }
        let pickle = try Pickle(try archive.contents(of: member), file: file)
        var entries: [String: Entry] = [:]
        let average = average(in: pickle)
        let keys = takesAverage ? [average].compactMap { $0 } + wrappers : wrappers
        for (name, index) in try namedTensors(pickle, under: keys, file) {
            let view = pickle.tensors[index]
            let storage = pickle.storages[view.storage]
            guard let data = members["\(folder)data/\(storage.key)"] else {
                throw CheckpointError.damaged(
                    file, "the tensor \(name) needs data/\(storage.key), which is not there")
            }
            guard entries[name] == nil else {
                throw CheckpointError.damaged(file, "two tensors are named \(name)")
            }
            entries[name] = try entry(name, view, storage, data, file)
        }
        guard entries.count <= ZipArchive.memberLimit else {
            throw CheckpointError(
                .unsupported, file,
                "the file has \(entries.count) tensors and at most \(ZipArchive.memberLimit) are "
                    + "read; save the model's tensors alone")
        }
        return (entries, average)
    }

    /// The key of a moving average of the weights in the outermost dictionary.
    private static func average(in pickle: Pickle) -> String? {
        guard case .dictionary(let root) = pickle.root else { return nil }
        // Training scripts without an average have None there.
        let keys = pickle.dictionaries[root].compactMap { pair -> String? in
            if case (.string(let name), .dictionary) = pair { name } else { nil }
        }
        return averages.first { keys.contains($0) }
    }

    /// The tensors of the pickle by name, each an index of the pickle's tensors.
    private static func namedTensors(
        _ pickle: Pickle, under keys: [String], _ file: String
    ) throws -> [(name: String, index: Int)] {
        if case .object(let root) = pickle.root, pickle.objects[root].name.hasPrefix(scripted) {
            return try moduleTensors(pickle, root: root, file)
        }
        if let name = pickle.inertName(pickle.root) { throw refusal(of: name, file) }
        guard let state = stateDictionary(pickle, under: keys) else {
            if let average = average(in: pickle) {
                throw CheckpointError(
                    .unsupported, file,
                    "expected the weights, found their moving average alone (\(average)); pass "
                        + "--ema to take it")
            }
            throw CheckpointError(
                .unsupported, file,
                "its pickle has no dictionary of tensors, neither outermost nor under "
                    + "\(wrappers.joined(separator: ", ")); save model.state_dict() with torch.save"
            )
        }
        var found: [(name: String, index: Int)] = []
        for (key, value) in pickle.dictionaries[state] {
            // Beside tensors stands what the model needs: there a placeholder would hide a loss.
            if let name = pickle.inertName(value) { throw refusal(of: name, file) }
            if case (.string(let name), .tensor(let index)) = (key, value) {
                found.append((name, index))
            }
        }
        return found
    }

    /// The error of a name among the model's tensors that is no tensor.
    private static func refusal(of name: String, _ file: String) -> CheckpointError {
        CheckpointError(
            .unsupported, file,
            "its pickle calls for \(name) where the model's tensors are expected; nothing was run; "
                + "load it where you trust it and save model.state_dict() alone")
    }

    /// The tensors of a TorchScript archive (OpenAI's CLIP files): its pickle is a tree of modules,
    /// whose attributes are modules and tensors. Dots join the names, as in state dicts.
    private static func moduleTensors(
        _ pickle: Pickle, root: Int, _ file: String
    ) throws -> [(name: String, index: Int)] {
        var found: [(name: String, index: Int)] = []
        var pending = [(prefix: "", object: root, depth: 0)]
        var visits = 0
        while let (prefix, object, depth) = pending.popLast() {
            visits += 1
            // A pickle may hold itself.
            guard visits <= ZipArchive.memberLimit, depth <= 16 else {
                throw CheckpointError.damaged(file, "its tree of modules has no end")
            }
            guard let attributes = pickle.objects[object].attributes else { continue }
            for case (.string(let name), let value) in pickle.dictionaries[attributes] {
                switch value {
                case .tensor(let index): found.append((prefix + name, index))
                case .object(let inner): pending.append((prefix + name + ".", inner, depth + 1))
                default: break
                }
            }
        }
        return found
    }

    /// The index of the innermost dictionary, by the wrappers' names and at most three levels deep,
    /// that holds tensors; nil where there is none.
    private static func stateDictionary(_ pickle: Pickle, under keys: [String]) -> Int? {
        guard case .dictionary(var current) = pickle.root else { return nil }
        // Three levels are more than anyone writes; a pickle may hold itself.
        for _ in 0..<3 {
            let inner = keys.lazy.compactMap { wrapper -> Int? in
                for case (.string(wrapper), .dictionary(let index)) in pickle.dictionaries[current]
                {
                    return index
                }
                return nil
            }.first
            guard let inner else { break }
            current = inner
        }
        let hasTensors = pickle.dictionaries[current].contains { pair in
            if case (.string, .tensor) = pair { true } else { false }
        }
        return hasTensors ? current : nil
    }

    /// Checks a view against its storage, and the storage against its member, and returns the place
    /// of its elements.
    private static func entry(
        _ name: String, _ view: Pickle.View, _ storage: Pickle.Storage,
        _ data: ZipArchive.Member, _ file: String
    ) throws -> Entry {
        let unit = storage.type?.size ?? 1
        let (size, overflow) = storage.count.multipliedReportingOverflow(by: unit)
        guard !overflow, size == data.byteCount, storage.type == nil || storage.type == view.type
        else {
            throw CheckpointError.damaged(
                file,
                "the tensor \(name) needs \(storage.count) elements of \(unit) bytes and "
                    + "\(data.name) has \(data.byteCount) bytes")
        }
        let available = data.byteCount / view.type.size
        guard let count = elementCount(of: view.shape),
            let last = lastIndex(view, isEmpty: count == 0),
            view.offset >= 0, last < available || count == 0, count <= available
        else {
            throw CheckpointError.damaged(
                file,
                "the tensor \(name) of shape \(text(view.shape)), strides \(text(view.strides)) "
                    + "and offset \(view.offset) reaches beyond the \(available) elements of "
                    + "\(data.name)")
        }
        let isContiguous =
            count == 0
            || zip(view.shape, zip(view.strides, rowMajorStrides(view.shape))).allSatisfy {
                $0 == 1 || $1.0 == $1.1
            }
        return Entry(
            shape: view.shape, type: view.type, member: data,
            offset: count == 0 ? 0 : view.offset * view.type.size,
            strides: isContiguous ? nil : view.strides, isChecked: false)
    }

    /// The storage's element that is the view's last; nil where that exceeds an `Int` or a stride
    /// is negative.
    private static func lastIndex(_ view: Pickle.View, isEmpty: Bool) -> Int? {
        if isEmpty { return 0 }
        var last = view.offset
        for (side, stride) in zip(view.shape, view.strides) {
            let (reach, tooFar) = (side - 1).multipliedReportingOverflow(by: stride)
            let (sum, tooMuch) = last.addingReportingOverflow(reach)
            if stride < 0 || tooFar || tooMuch { return nil }
            last = sum
        }
        return last
    }
}
