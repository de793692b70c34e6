/// `a[start:stop:step]`.
struct SliceExpression: Expression {
    let operand: any Expression
    let start: (any Expression)?
    let stop: (any Expression)?
    let step: (any Expression)?
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        let value = try operand.value(in: scope)
        let start = try start?.value(in: scope)
        let stop = try stop?.value(in: scope)
        let step = try step?.value(in: scope)
        scope.rendering.position = position
        let slice = try Slice(start: start, stop: stop, step: step, scope.rendering)
        return try slice.part(of: value, scope.rendering)
    }
}
