import Foundation

/// The tensors that a pickle describes, each with where its numbers lie in the archive.
struct TensorTable {
    private(set) var entries: [TensorEntry] = []
    private(set) var views: [String: TensorView] = [:]

    private let pickle: Pickle
    private let path: String
    private let storage: (String) -> Range<Int>?

    /// Reads a pickle's meaning.
    ///
    /// - Parameters:
    ///   - pickle: A mapping of names to tensors.
    ///   - path: The file's path, for messages.
    ///   - storage: Where the bytes of the storage of a name lie.
    /// - Throws: ``ModelError`` if it is something else, or a tensor's numbers are not where it says.
    init(_ pickle: Pickle, path: String, storage: @escaping (String) -> Range<Int>?) throws(ModelError) {
        self.pickle = pickle
        self.path = path
        self.storage = storage
        guard case .mapping(let place) = pickle.root else {
            throw ModelError(path, "holds \(pickle.root.kind), and a mapping of names to tensors is expected")
        }
        let members = pickle[place]
        for index in stride(from: 0, to: members.count, by: 2) {
            guard case .text(let name) = members[index] else {
                throw ModelError(path, "has a key that is \(members[index].kind), and tensors have names")
            }
            guard views[name] == nil else { throw ModelError(path, "holds the tensor '\(name)' twice") }
            try read(name, members[index + 1])
        }
    }

    private mutating func read(_ name: String, _ value: PickleValue) throws(ModelError) {
        guard case .call(let callee, let place) = value else {
            throw ModelError(
                path,
                "holds \(value.kind) as '\(name)', and a tensor is expected: a training checkpoint's weights are a part of it"
            )
        }
        let arguments = pickle[place]
        if callee == PickleName.parameter, let tensor = arguments.first, case .call(PickleName.tensor, _) = tensor {
            return try read(name, tensor)
        }
        guard callee == PickleName.tensor, arguments.count >= 4, case .external(let described) = arguments[0],
            case .integer(let offset) = arguments[1], let shape = sizes(arguments[2]),
            let strides = sizes(arguments[3]),
            shape.count == strides.count
        else { throw ModelError(path, "tensor '\(name)' is not described as torch.save does it") }
        try add(name, to: pickle[described], from: offset, shape: shape, strides: strides)
    }

    /// Numbers that none is negative of; nil for anything else.
    private func sizes(_ value: PickleValue) -> [Int]? {
        guard case .tuple(let place) = value else { return nil }
        var sizes: [Int] = []
        for element in pickle[place] {
            guard case .integer(let size) = element, size >= 0 else { return nil }
            sizes.append(size)
        }
        return sizes
    }

    private mutating func add(
        _ name: String, to described: [PickleValue], from offset: Int, shape: [Int], strides: [Int]
    ) throws(ModelError) {
        guard described.count >= 3, case .text("storage") = described[0], case .name(let kind) = described[1],
            case .text(let key) = described[2], let (type, width) = PickleName.storages[kind]
        else { throw ModelError(path, "the storage of tensor '\(name)' is not described as torch.save does it") }
        guard let stored = storage(key) else {
            throw ModelError(path, "lacks the storage '\(key)' of tensor '\(name)': it is truncated or damaged")
        }
        let view = TensorView(shape: shape, strides: strides, width: width)
        guard let span = view.span, let count = view.count, offset >= 0, offset <= stored.count / width,
            span <= stored.count / width - offset
        else {
            throw ModelError(
                path, "tensor '\(name)' of shape \(shape) ends beyond its storage of \(stored.count / width) numbers")
        }
        guard count <= span else {
            throw ModelError(
                path, "tensor '\(name)' of shape \(shape) repeats numbers of its storage, and a weight's are its own")
        }
        let start = stored.lowerBound + offset * width
        entries.append(TensorEntry(name: name, type: type, shape: shape, range: start..<start + span * width))
        views[name] = view
    }
}
