/// The tags a document may write, and what each demands of its node.
enum StandardTag: String {
    case string = "str"
    case integer = "int"
    case real = "float"
    case boolean = "bool"
    case null = "null"
    case sequence = "seq"
    case mapping = "map"

    /// Reads a full tag such as `tag:yaml.org,2002:int`; nil when it is not one of ours.
    init?(fullName: String) {
        let prefix = "tag:yaml.org,2002:"
        guard fullName.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(fullName.dropFirst(prefix.count)))
    }

    /// The tag as files write it.
    var shorthand: String { "!!\(rawValue)" }

    /// Reads a scalar's text as the tag demands, in quotes or not.
    func value(of text: String) throws(YAMLProblem) -> YAMLScalar.Value {
        let value: YAMLScalar.Value? =
            switch self {
            case .string: .string(text)
            case .integer: try CoreSchema.integer(text).map { .integer($0) }
            case .real: try CoreSchema.real(text).map { .real($0) }
            case .boolean: CoreSchema.boolean(text).map { .boolean($0) }
            case .null: CoreSchema.isNull(text) ? .null : nil
            case .sequence, .mapping: nil
            }
        guard let value else {
            throw .tagMismatch(tag: shorthand, found: try CoreSchema.value(of: text).kind)
        }
        return value
    }
}
