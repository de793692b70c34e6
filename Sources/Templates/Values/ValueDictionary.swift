/// A dictionary in the order of its insertions: a value, as the sandbox forbids changing it.
///
/// Most have a handful of keys, which are searched one after the other; larger ones get an index.
struct ValueDictionary {
    private(set) var keys: [Value] = []
    private(set) var values: [Value] = []

    /// How many containers stand in one another, this one included.
    private(set) var nesting = 1

    /// Whether every key is a string.
    private(set) var hasOnlyTextKeys = true

    private var index: [ValueKey: Int]?
    private static let mostWithoutIndex = 8

    init() {}

    var count: Int { keys.count }

    /// Sets the value of a key; the first of equal keys stays, as in Python.
    mutating func set(_ value: Value, for key: Value) throws(Fault) {
        let hashed = try ValueKey(key)
        nesting = max(nesting, value.nesting + 1, key.nesting + 1)
        if let place = place(of: hashed) {
            values[place] = value
            return
        }
        if case .string = key {} else { hasOnlyTextKeys = false }
        keys.append(key)
        values.append(value)
        if index != nil {
            index?[hashed] = keys.count - 1
        } else if keys.count > Self.mostWithoutIndex {
            var index: [ValueKey: Int] = [:]
            for (place, key) in keys.enumerated() { index[try ValueKey(key)] = place }
            self.index = index
        }
    }

    /// The value of a key; nil when there is none.
    ///
    /// - Throws: ``Fault`` for a key that Python cannot hash.
    func value(for key: Value) throws(Fault) -> Value? {
        if case .string(let text) = key { return value(for: text) }
        return place(of: try ValueKey(key)).map { values[$0] }
    }

    /// The value of a string; nil when there is none.
    func value(for text: Text) -> Value? { place(of: .text(text)).map { values[$0] } }

    private func place(of key: ValueKey) -> Int? {
        if let index { return index[key] }
        if case .text(let text) = key {
            for (place, known) in keys.enumerated() {
                if case .string(let other) = known, other == text { return place }
            }
            return nil
        }
        // Keys in here have been hashed once, so they can be again.
        return keys.firstIndex { known in
            guard let known = try? ValueKey(known) else { return false }
            return known == key
        }
    }
}
