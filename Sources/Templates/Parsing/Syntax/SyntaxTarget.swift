/// What a value is assigned to.
indirect enum SyntaxTarget: Sendable {
    case name(String)
    case tuple([SyntaxTarget])

    /// An attribute of a namespace.
    case attribute(of: String, String)
}
