/// What one user says, turn by turn; the model answers in between.
public struct Prompt: Sendable, Equatable {
    /// Names the prompt in reports and errors; the reader does not require it to be unique.
    public let id: String

    /// The kind of task, as the file names it; nil where it names none.
    public let category: String?

    /// The instructions that the conversation begins with; nil for none.
    public let system: String?

    /// The user's messages, at least one, none of them blank.
    public let turns: [String]

    /// Makes a prompt.
    ///
    /// - Parameters:
    ///   - id: Names the prompt in reports and errors.
    ///   - category: The kind of task, if known.
    ///   - system: The instructions that the conversation begins with.
    ///   - turns: The user's messages, at least one.
    /// - Precondition: There is at least one turn.
    public init(id: String, category: String? = nil, system: String? = nil, turns: [String]) {
        precondition(!turns.isEmpty, "a prompt without turns")
        self.id = id
        self.category = category
        self.system = system
        self.turns = turns
    }
}
