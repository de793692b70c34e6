/// How much one rendering may take; beyond it is an error, whatever the template says.
public struct TemplateLimits: Sendable, Hashable {
    /// How many steps: a statement, a call, a pass of a loop or an element of a list is one, and so are eight characters
    /// of a string that is made or searched.
    public var steps: Int

    /// How deep statements and expressions may stand in one another, those of called macros included.
    ///
    /// The default is safe on a thread with a stack of 512 KB, in unoptimised builds too.
    public var depth: Int

    /// How many characters the result may have, and how many characters or elements any value on the way.
    public var size: Int

    /// Makes limits; the defaults suit a conversation of a thousand messages and a million characters.
    public init(steps: Int = 10_000_000, depth: Int = TemplateLimits.safeDepth, size: Int = 16_000_000) {
        self.steps = steps
        self.depth = depth
        self.size = size
    }

    /// The largest depth that is safe on a thread with a stack of 512 KB; see ``depth``.
    public static let safeDepth = 160
}
