/// Where a name's value is found while a body runs.
struct Variable: Sendable, Hashable {
    /// How many definitions of macros lie between the use and the variable.
    let hops: Int

    /// The place in that body's ``Activation``.
    let slot: Int
}
