/// Which of some special names a body reads without setting them before: `loop`, `caller`, `varargs`, `kwargs`.
struct FreeNames {
    private var wanted: Set<String>
    private(set) var found: Set<String> = []

    /// Looks through statements, those of blocks within them too.
    static func of(_ statements: [SyntaxStatement], among names: Set<String>) -> Set<String> {
        var search = FreeNames(wanted: names)
        search.visit(statements)
        return search.found
    }

    private init(wanted: Set<String>) { self.wanted = wanted }

    private mutating func visit(_ expression: SyntaxExpression) {
        if case .name(let name) = expression.kind, wanted.contains(name) { found.insert(name) }
        for part in expression.parts { visit(part) }
    }

    private mutating func visit(_ target: SyntaxTarget) {
        switch target {
        case .name(let name): wanted.remove(name)
        case .tuple(let targets): for target in targets { visit(target) }
        case .attribute: break
        }
    }

    private mutating func visit(_ macro: SyntaxMacro) {
        for parameter in macro.parameters { wanted.remove(parameter) }
        for value in macro.defaults { visit(value) }
        visit(macro.body)
    }

    private mutating func visit(_ statements: [SyntaxStatement]) {
        for statement in statements { visit(statement) }
    }

    private mutating func visit(_ statement: SyntaxStatement) {
        switch statement.kind {
        case .data, .leave: break
        case .print(let value): visit(value)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                visit(branch.test)
                visit(branch.body)
            }
            visit(otherwise)
        case .loop(let loop):
            visit(loop.target)
            visit(loop.elements)
            visit(loop.body)
            visit(loop.otherwise)
            if let test = loop.test { visit(test) }
        case .set(let target, let value):
            visit(target)
            visit(value)
        case .capture(let target, let filter, let body):
            visit(target)
            if let filter { visit(filter) }
            visit(body)
        case .macro(_, let macro), .generation(let macro): visit(macro)
        case .call(let call, let macro):
            visit(call)
            visit(macro)
        case .filter(let filter, let body):
            visit(body)
            visit(filter)
        case .with(let pairs, let body):
            for pair in pairs { visit(pair.target) }
            for pair in pairs { visit(pair.value) }
            visit(body)
        }
    }
}
