/// A macro, or the body of a block that is handed to one.
struct MacroDefinition: Sendable {
    struct Parameter: Sendable {
        let name: String
        let variable: Variable
        let standard: (any Expression)?
    }

    let name: String?
    let parameters: [Parameter]

    /// Whether the body calls `caller`.
    let takesCaller: Bool

    /// The variables of `caller`, `kwargs` and `varargs`, where the body uses them and no parameter is called so.
    let caller: Variable?
    let keywords: Variable?
    let positional: Variable?
    let entry: BlockEntry
    let body: [any Statement]
    let slots: Int

    /// How many statements and expressions stand in one another.
    let height: Int
}
