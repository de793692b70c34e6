/// Turns a tree of syntax into statements whose names are resolved.
struct Compiler {
    let source: SourceText

    /// The body of a whole template.
    static func body(of statements: [SyntaxStatement], _ source: SourceText) throws(TemplateError) -> TemplateBody {
        let layout = BodyLayout(inside: nil)
        let frame = Frame(symbols: Symbols(inside: nil, body: layout))
        frame.symbols.visit(statements)
        let compiled = try Compiler(source: source).statements(statements, frame)
        return TemplateBody(
            entry: BlockEntry(frame), statements: compiled, slots: layout.slots, height: statements.height)
    }

    func statements(_ statements: [SyntaxStatement], _ frame: Frame) throws(TemplateError) -> [any Statement] {
        var compiled: [any Statement] = []
        for statement in statements { compiled.append(try self.statement(statement, frame)) }
        return compiled
    }

    /// Compiles a statement, by a function for each kind; see `expression(_:_:)`.
    private func statement(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        switch statement.kind {
        case .data, .print, .leave, .set: try simple(statement, frame)
        case .conditional: try conditional(statement, frame)
        case .loop(let loop): try self.loop(loop, statement.position, frame)
        case .capture: try capture(statement, frame)
        case .macro, .generation: try macro(statement, frame)
        case .call: try callBlock(statement, frame)
        case .filter: try filterBlock(statement, frame)
        case .with: try with(statement, frame)
        }
    }

    /// What a function for one kind of statement answers for another: `statement(_:_:)` asks the right one.
    private func misplaced() -> Never { preconditionFailure("a statement of another kind") }

    private func simple(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        switch statement.kind {
        case .data(let text): return DataStatement(text: text)
        case .print(let value):
            return PrintStatement(value: try expression(value, frame), position: statement.position)
        case .leave(let flow): return LeaveStatement(flow: flow)
        case .set(let target, let value):
            return SetStatement(
                target: try self.target(target, frame, statement.position), value: try expression(value, frame),
                position: statement.position)
        default: misplaced()
        }
    }

    private func macro(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        let position = statement.position
        switch statement.kind {
        case .macro(let name, let macro):
            return MacroStatement(
                variable: try variable(name, frame, position),
                definition: try definition(macro, name: name, position, frame))
        case .generation(let macro):
            return GenerationStatement(
                definition: try definition(macro, name: nil, position, frame), position: position)
        default: misplaced()
        }
    }

    /// Where a name's value is.
    func variable(_ name: String, _ frame: Frame, _ position: TemplatePosition) throws(TemplateError) -> Variable {
        guard let place = frame.symbols.find(name) else {
            // The one such place is a filter of `set`, whose arguments jinja2 does not look at.
            throw source.error("\(quoted(name)) cannot be used here unless it is used before", at: position)
        }
        return frame.variable(place)
    }

    func target(
        _ target: SyntaxTarget, _ frame: Frame, _ position: TemplatePosition
    ) throws(TemplateError) -> Target {
        switch target {
        case .name(let name): return .variable(try variable(name, frame, position))
        case .tuple(let targets):
            var compiled: [Target] = []
            for target in targets { compiled.append(try self.target(target, frame, position)) }
            return .tuple(compiled)
        case .attribute(let name, let attribute):
            return .attribute(
                of: try variable(name, frame, position), name: name, Text(attribute))
        }
    }
}

extension Compiler {
    private func conditional(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        guard case .conditional(let branches, let otherwise) = statement.kind else { misplaced() }
        let frame = frame.guarded()
        var compiled: [(test: any Expression, body: [any Statement])] = []
        for branch in branches {
            compiled.append((try expression(branch.test, frame), try statements(branch.body, frame)))
        }
        return IfStatement(branches: compiled, otherwise: try statements(otherwise, frame))
    }

    private func capture(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        guard case .capture(let target, let filter, let body) = statement.kind else { misplaced() }
        let position = statement.position
        var inner = frame.inner()
        inner.symbols.visit(body)
        let block = inner.symbols.body.newSlot()
        inner.block = block
        let compiled = try statements(body, inner)
        return CaptureStatement(
            entry: BlockEntry(inner), body: compiled, block: inner.variable(block),
            filter: try filter.map { (filter) throws(TemplateError) in try expression(filter, inner) },
            target: try self.target(target, frame, position), position: position)
    }

    private func filterBlock(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        guard case .filter(let filter, let body) = statement.kind else { misplaced() }
        var inner = frame.inner()
        inner.symbols.visit(body)
        inner.symbols.visit(filter)
        let block = inner.symbols.body.newSlot()
        inner.block = block
        let compiled = try statements(body, inner)
        return FilterStatement(
            entry: BlockEntry(inner), body: compiled, block: inner.variable(block),
            filter: try expression(filter, inner))
    }

    private func with(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        guard case .with(let pairs, let body) = statement.kind else { misplaced() }
        let position = statement.position
        let inner = frame.inner()
        for pair in pairs { inner.symbols.visit(pair.target, asParameter: true) }
        inner.symbols.visit(body)
        var compiled: [(target: Target, value: any Expression)] = []
        for pair in pairs {
            compiled.append((try target(pair.target, inner, position), try expression(pair.value, frame)))
        }
        return WithStatement(
            entry: BlockEntry(inner), pairs: compiled, body: try statements(body, inner), position: position)
    }

    private func callBlock(_ statement: SyntaxStatement, _ frame: Frame) throws(TemplateError) -> any Statement {
        guard case .call(let call, let macro) = statement.kind, case .call(let callee, let arguments) = call.kind else {
            misplaced()
        }
        let position = statement.position
        return CallStatement(
            callee: try expression(callee, frame), arguments: try self.arguments(arguments, frame),
            definition: try definition(macro, name: nil, position, frame), position: call.position)
    }
}
