/// A `for`.
struct SyntaxLoop: Sendable {
    let target: SyntaxTarget
    let elements: SyntaxExpression
    let test: SyntaxExpression?
    let isRecursive: Bool
    let body: [SyntaxStatement]
    let otherwise: [SyntaxStatement]
}
