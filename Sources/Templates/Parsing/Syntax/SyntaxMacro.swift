/// The parameters and body of a macro or of a `call` block.
struct SyntaxMacro: Sendable {
    let parameters: [String]

    /// The defaults of the last parameters.
    let defaults: [SyntaxExpression]
    let body: [SyntaxStatement]
}
