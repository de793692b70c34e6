/// One operation of a chain and its right operand.
struct SyntaxOperation: Sendable {
    let operation: Arithmetic.Operation
    let operand: SyntaxExpression
    let position: TemplatePosition
}
