extension TransformerSession {
    /// Which rows of a pass get logits.
    public enum LogitRows: Sendable, Hashable {
        /// All of them.
        case all
        /// The last one.
        case last
        /// This one, which exists, and those after it.
        case from(Int)
        /// None.
        case none

        /// How many of the rows of a pass get logits.
        func count(of rows: Int) -> Int {
            switch self {
            case .all: rows
            case .last: 1
            case .from(let row): rows - row
            case .none: 0
            }
        }
    }
}
