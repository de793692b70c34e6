/// The place of a variable: which body, and where in it.
struct StoredName: Hashable {
    let depth: Int
    let slot: Int
}
