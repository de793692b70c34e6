/// An expression as it is written.
struct SyntaxExpression: Sendable {
    indirect enum Kind: Sendable {
        case name(String)
        case constant(Literal)
        case list([SyntaxExpression])
        case tuple([SyntaxExpression])
        case dictionary([(key: SyntaxExpression, value: SyntaxExpression)])
        case attribute(SyntaxExpression, String)
        case item(SyntaxExpression, SyntaxExpression)
        case slice(SyntaxExpression, start: SyntaxExpression?, stop: SyntaxExpression?, step: SyntaxExpression?)
        case call(SyntaxExpression, SyntaxArguments)

        /// A filter; of what stands in a block where it has no operand.
        case filter(SyntaxExpression?, String, SyntaxArguments)
        case test(SyntaxExpression, String, SyntaxArguments)
        case conditional(SyntaxExpression, test: SyntaxExpression, otherwise: SyntaxExpression?)
        case or([SyntaxExpression])
        case and([SyntaxExpression])
        case not(SyntaxExpression)
        case comparison(SyntaxExpression, [(Comparison, SyntaxExpression)])

        /// Operations of one strength, from left to right.
        case arithmetic(SyntaxExpression, [SyntaxOperation])
        case negation(SyntaxExpression)
        case plus(SyntaxExpression)
        case concatenation([SyntaxExpression])
    }

    let kind: Kind
    let position: TemplatePosition

    /// How many expressions stand in one another, this one included.
    let height: Int

    init(_ kind: Kind, at position: TemplatePosition) {
        self.kind = kind
        self.position = position
        height = 1 + Self.parts(of: kind).reduce(0) { max($0, $1.height) }
    }

    /// The expressions directly inside this one, in the order of jinja2's tree.
    var parts: [SyntaxExpression] { Self.parts(of: kind) }

    private static func parts(of kind: Kind) -> [SyntaxExpression] {
        switch kind {
        case .name, .constant: []
        case .list(let parts), .tuple(let parts), .concatenation(let parts), .or(let parts), .and(let parts): parts
        case .dictionary(let pairs): pairs.flatMap { [$0.key, $0.value] }
        case .attribute(let operand, _), .not(let operand), .negation(let operand), .plus(let operand): [operand]
        case .item(let operand, let key): [operand, key]
        case .slice(let operand, let start, let stop, let step): [operand] + [start, stop, step].compactMap { $0 }
        case .call(let operand, let arguments), .test(let operand, _, let arguments): [operand] + arguments.parts
        case .filter(let operand, _, let arguments): [operand].compactMap { $0 } + arguments.parts
        case .conditional(let value, let test, let otherwise): [test, value] + [otherwise].compactMap { $0 }
        case .arithmetic(let first, let rest): [first] + rest.map(\.operand)
        case .comparison(let first, let rest): [first] + rest.map(\.1)
        }
    }
}
