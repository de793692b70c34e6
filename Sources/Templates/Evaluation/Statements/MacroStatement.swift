/// `{% macro %}`.
struct MacroStatement: Statement {
    let variable: Variable
    let definition: MacroDefinition

    func run(in scope: Activation) throws(Fault) -> Flow {
        try scope.rendering.charge(1)
        scope[variable] = .object(Macro(definition, in: scope))
        return .on
    }
}
