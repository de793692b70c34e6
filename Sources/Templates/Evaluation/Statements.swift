/// Text outside of tags.
struct DataStatement: Statement {
    let text: Text

    func run(in scope: Activation) throws(Fault) -> Flow {
        try scope.rendering.write(text)
        return .on
    }
}

/// `{{ value }}`.
struct PrintStatement: Statement {
    let value: any Expression
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        let rendering = scope.rendering
        let value = try value.value(in: scope)
        rendering.position = position
        if case .string(let text) = value {
            try rendering.write(text)
        } else {
            try rendering.write(try Representation.printed(value, rendering))
        }
        return .on
    }
}

/// `{% if %}` with its branches.
struct IfStatement: Statement {
    let branches: [(test: any Expression, body: [any Statement])]
    let otherwise: [any Statement]

    func run(in scope: Activation) throws(Fault) -> Flow {
        for branch in branches {
            try scope.rendering.charge(1)
            if try branch.test.value(in: scope).isTrue { return try branch.body.run(in: scope) }
        }
        return try otherwise.run(in: scope)
    }
}

/// `{% set target = value %}`.
struct SetStatement: Statement {
    let target: Target
    let value: any Expression
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        try scope.rendering.charge(1)
        let value = try value.value(in: scope)
        scope.rendering.position = position
        try target.assign(value, in: scope)
        return .on
    }
}

/// `{% set target %}…{% endset %}`.
struct CaptureStatement: Statement {
    let entry: BlockEntry
    let body: [any Statement]

    /// What the filter applies to.
    let block: Variable
    let filter: (any Expression)?
    let target: Target
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        entry.enter(scope)
        let (text, flow) = try scope.rendering.captured { () throws(Fault) in try body.run(in: scope) }
        guard flow == .on else { return flow }
        var value = Value.string(text)
        if let filter {
            scope[block] = value
            value = try filter.value(in: scope)
            scope[block] = nil
        }
        scope.rendering.position = position
        try target.assign(value, in: scope)
        entry.leave(scope)
        return .on
    }
}

/// `{% filter name %}…{% endfilter %}`.
struct FilterStatement: Statement {
    let entry: BlockEntry
    let body: [any Statement]

    /// What the filter applies to.
    let block: Variable
    let filter: any Expression

    func run(in scope: Activation) throws(Fault) -> Flow {
        let rendering = scope.rendering
        entry.enter(scope)
        let (text, flow) = try rendering.captured { () throws(Fault) in try body.run(in: scope) }
        guard flow == .on else { return flow }
        scope[block] = .string(text)
        try rendering.write(try Representation.printed(try filter.value(in: scope), rendering))
        scope[block] = nil
        entry.leave(scope)
        return .on
    }
}

/// `{% with target = value %}…{% endwith %}`.
struct WithStatement: Statement {
    let entry: BlockEntry
    let pairs: [(target: Target, value: any Expression)]
    let body: [any Statement]
    let position: TemplatePosition

    func run(in scope: Activation) throws(Fault) -> Flow {
        entry.enter(scope)
        for pair in pairs {
            let value = try pair.value.value(in: scope)
            scope.rendering.position = position
            try pair.target.assign(value, in: scope)
        }
        let flow = try body.run(in: scope)
        entry.leave(scope)
        return flow
    }
}

/// `{% break %}` and `{% continue %}`.
struct LeaveStatement: Statement {
    let flow: Flow

    func run(in scope: Activation) throws(Fault) -> Flow { flow }
}
