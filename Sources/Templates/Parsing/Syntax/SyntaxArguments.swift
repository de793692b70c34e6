/// The arguments of a call as they are written.
struct SyntaxArguments: Sendable {
    var positional: [SyntaxExpression] = []
    var keywords: [(name: String, value: SyntaxExpression)] = []

    /// What stands after `*`.
    var list: SyntaxExpression?

    /// What stands after `**`.
    var dictionary: SyntaxExpression?

    /// The expressions in the order of jinja2's tree.
    var parts: [SyntaxExpression] { positional + keywords.map(\.value) + [list, dictionary].compactMap { $0 } }
}
