/// Makes a mapping's entries of its keys and values: checks the keys and merges what `<<` names.
struct MappingAssembly {
    private(set) var pairs: [YAMLPair] = []
    private(set) var faults: [SourceFault] = [] {
        didSet { if faults.count > YAMLLimits.faults { faults.removeLast(faults.count - YAMLLimits.faults) } }
    }
    /// Where each key was first given.
    ///
    /// Keys are the same when their bytes are: `String` would equate two ways to write é.
    private var given: [[UInt8]: YAMLMark] = [:]
    private var merged: Set<[UInt8]> = []

    /// Takes keys and values in turn.
    init(alternating nodes: [YAMLNode]) {
        let entries = stride(from: 0, to: nodes.count - 1, by: 2).map { (key: nodes[$0], value: nodes[$0 + 1]) }
        // Keys given here win over merged ones, also over those merged before them; so they are collected first.
        let names = entries.map { name(of: $0.key) }
        for (entry, name) in zip(entries, names) {
            if let name {
                pairs.append(YAMLPair(name: name, key: entry.key, value: entry.value))
            } else if Self.isMerge(entry.key) {
                merge(entry.value)
            }
        }
    }

    /// The name of a good key; nil for a bad or repeated one, with a fault, and for `<<`.
    private mutating func name(of key: YAMLNode) -> String? {
        if Self.isMerge(key) {
            // Kept apart from a key "<<" in quotes, which is an ordinary name.
            noteFirst(Self.mergeBytes, "<<", key)
            return nil
        }
        guard case .scalar(let scalar) = key.content, case .string(let name) = scalar.value else {
            faults.append(SourceFault(.keyIsNotString(key), at: key))
            return nil
        }
        return noteFirst(Array(name.utf8), name, key) ? name : nil
    }

    @discardableResult
    private mutating func noteFirst(_ bytes: [UInt8], _ name: String, _ key: YAMLNode) -> Bool {
        if let first = given[bytes] {
            faults.append(SourceFault(.duplicateKey(name, first: first), at: key))
            return false
        }
        given[bytes] = key.mark
        return true
    }

    private mutating func merge(_ value: YAMLNode) {
        for source in value.elements ?? [value] {
            guard let entries = source.pairs else {
                faults.append(SourceFault(.mergeOf(source), at: source))
                continue
            }
            for entry in entries {
                let bytes = Array(entry.name.utf8)
                if given[bytes] == nil, merged.insert(bytes).inserted { pairs.append(entry) }
            }
        }
    }

    private static func isMerge(_ key: YAMLNode) -> Bool {
        guard let scalar = key.scalar else { return false }
        return scalar.isPlain && scalar.text == "<<"
    }

    /// Bytes no key can have: text is valid UTF-8.
    private static let mergeBytes: [UInt8] = [0xFF]
}
