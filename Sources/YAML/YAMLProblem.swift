/// What can be wrong with a document, each with its sentence.
enum YAMLProblem: Error {
    case tooLarge
    case utf16
    case notUTF8(byte: UInt8)
    case controlCharacter(Unicode.Scalar)
    case noDocument
    case secondDocument
    case tooDeep
    case tooManyNodes
    case duplicateKey(String, first: YAMLMark)
    case keyIsNotString(YAMLNode)
    case mergeOf(YAMLNode)
    case unknownAlias(String)
    case recursiveAlias(String, opened: YAMLMark)
    case unknownTag(String)
    case tagMismatch(tag: String, found: String)
    case integerOutOfRange(String)
    case realOutOfRange(String)
    case escapedNull

    var sentence: String {
        switch self {
        case .tooLarge: "the file is larger than \(YAMLLimits.bytes) bytes, the most that is read"
        case .utf16: "the file is written in UTF-16 or UTF-32: save it as UTF-8"
        case .notUTF8(let byte): "the byte 0x\(Self.hexadecimal(byte, 2)) is not UTF-8: save the file as UTF-8"
        case .controlCharacter(let scalar):
            "the control character U+\(Self.hexadecimal(scalar.value, 4)) is not allowed in YAML"
        case .noDocument: "the file is empty: it holds no YAML document"
        case .secondDocument: "a second document begins here, and a file holds exactly one"
        case .tooDeep: "lists and mappings are nested more than \(YAMLLimits.depth) deep here"
        case .tooManyNodes: "with its aliases expanded, the file holds more than \(YAMLLimits.nodes) values by here"
        case .duplicateKey(let key, let first): "the key \(key.quoted) is given twice, first at \(first)"
        case .keyIsNotString(let key): Self.keySentence(key)
        case .mergeOf(let node): "'<<' merges a mapping or a list of mappings, and this is \(node.kind)"
        case .unknownAlias(let name): "no anchor '&\(name)' comes before this alias"
        case .recursiveAlias(let name, let opened): "the alias '*\(name)' lies inside its own anchor at \(opened)"
        case .unknownTag(let tag):
            "the tag \(tag.quoted) is not known; known: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map"
        case .tagMismatch(let tag, let found): "the tag \(tag) does not fit: this is \(found)"
        case .integerOutOfRange(let text): "the integer \(text.shortened) does not fit 64 bits"
        case .realOutOfRange(let text): "the number \(text.shortened) is too large for a double"
        case .escapedNull: "a string cannot hold the character NUL"
        }
    }

    private static func keySentence(_ key: YAMLNode) -> String {
        guard let scalar = key.scalar else { return "a key must be a string, and this is \(key.kind)" }
        guard !scalar.text.isEmpty else { return "a key must be a string, and here is none" }
        return "a key must be a string, and \(scalar.text.shortened) is \(key.kind): put it in quotes"
    }

    private static func hexadecimal(_ number: some BinaryInteger, _ digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension SourceFault {
    init(_ problem: YAMLProblem, at mark: YAMLMark? = nil, length: Int = 1) {
        self.init(problem.sentence, at: mark, length: length)
    }

    init(_ problem: YAMLProblem, at node: YAMLNode) {
        self.init(problem.sentence, at: node)
    }
}
