/// What an anchor's name stands for.
enum Anchor {
    /// A list or mapping that is still being read: an alias to it would be endless.
    case open(YAMLMark)
    /// A node, the nodes it holds with itself, and its levels of lists and mappings.
    case complete(YAMLNode, nodes: Int, height: Int)
}
