import Foundation

/// A Python pickle of tensors, read without Python: values are put together, and nothing is called or imported.
///
/// Of the pickle machine's operations (PEP 3154, `pickletools`) it has those that describe tensors. Names of Python's stay
/// names, and only those that `torch.save` needs for a mapping of tensors may stand there; every other operation or name is
/// refused by its name.
struct Pickle {
    /// What holds others: each node lists them.
    private(set) var nodes: [[PickleValue]] = [[]]

    /// The value that the pickle is of.
    private(set) var root = PickleValue.none

    private var cursor: ByteCursor
    private let path: String
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]

    /// More values than any checkpoint has; its tensors are described by some twenty each.
    private static let mostValues = 10_000_000

    /// Reads a pickle.
    ///
    /// - Parameters:
    ///   - bytes: The pickle.
    ///   - path: The file's path and the record, for messages.
    /// - Throws: ``ModelError`` if it is damaged, or holds an operation or a name that does not describe tensors.
    init(_ bytes: Data, path: String) throws(ModelError) {
        self.path = path
        cursor = ByteCursor(bytes, path: path)
        while true {
            let place = cursor.offset
            let code = try cursor.integer(UInt8.self, "an operation")
            guard let operation = PickleOperation(rawValue: code) else {
                throw ModelError(
                    path,
                    "holds \(PickleOperation.inWords(code)) at byte \(place), which does not describe tensors: nothing of the "
                        + "file is run, and it is not read")
            }
            if operation == .stop { break }
            try run(operation, at: place)
            guard stack.count < Self.mostValues, nodes.count < Self.mostValues else {
                throw error("holds more than \(Self.mostValues) values")
            }
        }
        root = try pop()
    }

    /// The elements of a value that holds others.
    ///
    /// - Parameter place: Its place.
    /// - Returns: The elements; keys and values in turn for a mapping.
    subscript(place: Int) -> [PickleValue] { nodes[place] }

    private func error(_ problem: String) -> ModelError { ModelError(path, problem) }

    private mutating func pop() throws(ModelError) -> PickleValue {
        guard let value = stack.popLast(), stack.count >= marks.last ?? 0 else {
            throw error("is damaged: an operation at byte \(cursor.offset) lacks a value")
        }
        return value
    }

    /// Takes the values behind the last mark.
    private mutating func popMarked() throws(ModelError) -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else {
            throw error("is damaged: an operation at byte \(cursor.offset) lacks a mark")
        }
        let values = Array(stack[mark...])
        stack.removeLast(values.count)
        return values
    }

    private mutating func node(_ values: [PickleValue]) -> Int {
        if values.isEmpty { return 0 }
        nodes.append(values)
        return nodes.count - 1
    }

    /// A node of its own, which may grow.
    private mutating func growingNode() -> Int {
        nodes.append([])
        return nodes.count - 1
    }

    private mutating func run(_ operation: PickleOperation, at place: Int) throws(ModelError) {
        switch operation {
        case .stop: break
        case .protocolVersion: _ = try cursor.take(1, of: "the protocol")
        case .frame: _ = try cursor.take(8, of: "a frame's length")
        case .mark: marks.append(stack.count)
        case .none, .true, .false, .integer8, .integer16, .integer32, .long, .real: try pushNumber(operation)
        case .text8, .text32, .text64, .latin8, .latin32: try pushText(operation)
        case .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3, .emptyList, .emptyMapping: try pushHolder(operation)
        case .append, .appends, .setItem, .setItems: try grow(operation)
        case .put8, .put32, .memoize, .get8, .get32: try remember(operation)
        case .global: try pushName(module: try line("a module's name"), name: try line("a name"), at: place)
        case .stackGlobal:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw error("is damaged: a name at byte \(place) is no text")
            }
            try pushName(module: module, name: name, at: place)
        case .external:
            guard case .tuple(let described) = try pop() else {
                throw error("is damaged: a storage at byte \(place) is not described by a tuple")
            }
            stack.append(.external(described))
        case .reduce:
            guard case .tuple(let arguments) = try pop(), case .name(let name) = try pop() else {
                throw error("is damaged: a call at byte \(place) is not of a name with a tuple")
            }
            stack.append(
                name == PickleName.orderedMapping ? .mapping(growingNode()) : .call(name, arguments: arguments))
        case .build:
            // Attributes of a mapping, such as the versions of modules: nothing that a number depends on.
            _ = try pop()
            guard let last = stack.last, case .mapping = last else {
                throw error("is damaged: attributes at byte \(place) are of no mapping")
            }
        }
    }

    private mutating func pushNumber(_ operation: PickleOperation) throws(ModelError) {
        switch operation {
        case .true: stack.append(.boolean(true))
        case .false: stack.append(.boolean(false))
        case .integer8: stack.append(.integer(Int(try cursor.integer(UInt8.self, "a number"))))
        case .integer16: stack.append(.integer(Int(try cursor.integer(UInt16.self, "a number"))))
        case .integer32: stack.append(.integer(Int(try cursor.integer(Int32.self, "a number"))))
        case .real:
            let bits = UInt64(bigEndian: try cursor.integer(UInt64.self, "a number").littleEndian)
            stack.append(.real(Double(bitPattern: bits)))
        case .long:
            let count = try cursor.integer(UInt8.self, "a number's length")
            let bytes = try cursor.take(UInt64(count), of: "a number")
            guard count <= 8 else { throw error("holds a whole number of \(count) bytes, and tensors' fit 8") }
            let isNegative = bytes.last.map { $0 & 0x80 != 0 } ?? false
            let filled = bytes + [UInt8](repeating: isNegative ? 0xFF : 0, count: 8 - bytes.count)
            stack.append(.integer(filled.reversed().reduce(0) { $0 << 8 | Int($1) }))
        default: stack.append(.none)
        }
    }

    private mutating func pushText(_ operation: PickleOperation) throws(ModelError) {
        let what = "a text's length"
        let count: UInt64
        switch operation {
        case .text8, .latin8: count = UInt64(try cursor.integer(UInt8.self, what))
        case .text64: count = try cursor.integer(UInt64.self, what)
        default: count = UInt64(try cursor.integer(UInt32.self, what))
        }
        guard let text = String(bytes: try cursor.take(count, of: "a text"), encoding: .utf8) else {
            throw error("is damaged: a text before byte \(cursor.offset) is no UTF-8")
        }
        stack.append(.text(text))
    }

    private mutating func pushHolder(_ operation: PickleOperation) throws(ModelError) {
        switch operation {
        case .emptyList: stack.append(.list(growingNode()))
        case .emptyMapping: stack.append(.mapping(growingNode()))
        case .tuple: stack.append(.tuple(node(try popMarked())))
        default:
            var values: [PickleValue] = []
            let count = operation == .tuple1 ? 1 : operation == .tuple2 ? 2 : operation == .tuple3 ? 3 : 0
            for _ in 0..<count { values.append(try pop()) }
            stack.append(.tuple(node(values.reversed())))
        }
    }

    private mutating func grow(_ operation: PickleOperation) throws(ModelError) {
        let values: [PickleValue]
        switch operation {
        case .append: values = [try pop()]
        case .setItem:
            let value = try pop()
            values = [try pop(), value]
        default: values = try popMarked()
        }
        switch (stack.last, operation) {
        case (.list(let place), .append), (.list(let place), .appends): nodes[place] += values
        case (.mapping(let place), .setItem), (.mapping(let place), .setItems):
            guard values.count.isMultiple(of: 2) else {
                throw error("is damaged: a key at byte \(cursor.offset) lacks a value")
            }
            nodes[place] += values
        default: throw error("is damaged: an operation at byte \(cursor.offset) fills something that holds nothing")
        }
    }

    private mutating func remember(_ operation: PickleOperation) throws(ModelError) {
        let key: Int
        switch operation {
        case .put8, .get8: key = Int(try cursor.integer(UInt8.self, "a place to remember"))
        case .memoize: key = memo.count
        default: key = Int(try cursor.integer(UInt32.self, "a place to remember"))
        }
        if operation == .get8 || operation == .get32 {
            guard let value = memo[key] else { throw error("is damaged: nothing was remembered as \(key)") }
            stack.append(value)
        } else {
            guard let value = stack.last else { throw error("is damaged: there is nothing to remember as \(key)") }
            memo[key] = value
        }
    }

    /// A text up to a line feed.
    private mutating func line(_ what: String) throws(ModelError) -> String {
        var bytes: [UInt8] = []
        while bytes.count < 256 {
            let byte = try cursor.integer(UInt8.self, what)
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        throw error("is damaged: \(what) at byte \(cursor.offset) does not end")
    }

    private mutating func pushName(module: String, name: String, at place: Int) throws(ModelError) {
        let whole = "\(module).\(name)"
        guard PickleName.isKnown(whole) else {
            throw error(
                "names '\(whole)' at byte \(place), which does not describe tensors: nothing of the file is run, and it is not "
                    + "read")
        }
        stack.append(.name(whole))
    }
}
