/// A list or mapping whose end has not come yet.
struct OpenCollection {
    let isMapping: Bool
    let isFlow: Bool
    let mark: YAMLMark
    let anchor: String?
    /// The document's count of nodes before this one.
    let nodesBefore: Int
    /// The nodes so far; a mapping's keys and values in turn.
    var nodes: [YAMLNode] = []
    /// The levels of lists and mappings from this one down to its deepest.
    var height = 1
}
