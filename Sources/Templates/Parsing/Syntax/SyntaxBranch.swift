/// A condition of an `if` and what it guards.
struct SyntaxBranch: Sendable {
    let test: SyntaxExpression
    let body: [SyntaxStatement]
}
