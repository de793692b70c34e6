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

/// A condition of an `if` and what it guards.
struct SyntaxBranch: Sendable {
    let test: SyntaxExpression
    let body: [SyntaxStatement]
}

/// A `for`.
struct SyntaxLoop: Sendable {
    let target: SyntaxTarget
    let elements: SyntaxExpression
    let test: SyntaxExpression?
    let isRecursive: Bool
    let body: [SyntaxStatement]
    let otherwise: [SyntaxStatement]
}

/// The parameters and body of a macro or of a `call` block.
struct SyntaxMacro: Sendable {
    let parameters: [String]

    /// The defaults of the last parameters.
    let defaults: [SyntaxExpression]
    let body: [SyntaxStatement]
}

/// What a value is assigned to.
indirect enum SyntaxTarget: Sendable {
    case name(String)
    case tuple([SyntaxTarget])

    /// An attribute of a namespace.
    case attribute(of: String, String)
}
