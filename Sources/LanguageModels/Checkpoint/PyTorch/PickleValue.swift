/// What a pickle of tensors is made of.
///
/// Whatever holds others names their place in ``Pickle/nodes``: a file's nesting is then no recursion of ours.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case text(String)

    /// A list, a tuple or the pairs of a mapping, one after another.
    case tuple(Int)
    case list(Int)
    case mapping(Int)

    /// The name of something of Python's, as `module.name`: a name and nothing more.
    case name(String)

    /// What a call of a known name with arguments would make; the place of the arguments.
    case call(String, arguments: Int)

    /// What lies in a record of its own; the place of the tuple that describes it.
    case external(Int)

    /// In words, for messages.
    var kind: String {
        switch self {
        case .none: "None"
        case .boolean: "a truth value"
        case .integer: "a whole number"
        case .real: "a number"
        case .text: "a text"
        case .tuple: "a tuple"
        case .list: "a list"
        case .mapping: "a mapping"
        case .name(let name): "'\(name)'"
        case .call(let name, _): "what '\(name)' makes"
        case .external: "a storage"
        }
    }
}
