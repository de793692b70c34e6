/// A statement as it is written.
struct SyntaxStatement: Sendable {
    indirect enum Kind: Sendable {
        case data(Text)
        case print(SyntaxExpression)
        case conditional([SyntaxBranch], otherwise: [SyntaxStatement])
        case loop(SyntaxLoop)
        case set(SyntaxTarget, SyntaxExpression)
        case capture(SyntaxTarget, filter: SyntaxExpression?, [SyntaxStatement])
        case macro(name: String, SyntaxMacro)
        case call(SyntaxExpression, SyntaxMacro)
        case generation(SyntaxMacro)
        case filter(SyntaxExpression, [SyntaxStatement])
        case with([(target: SyntaxTarget, value: SyntaxExpression)], [SyntaxStatement])
        case leave(Flow)
    }

    let kind: Kind
    let position: TemplatePosition

    /// How many statements and expressions stand in one another, this one included.
    let height: Int
}
