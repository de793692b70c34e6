/// What one user says, turn by turn; the model answers in between.
public struct Prompt: Sendable, Equatable {
    /// Names the prompt in reports and errors; the reader does not require it to be unique.
    public let id: String

    /// The kind of task, as the file names it; nil where it names none.
    public let category: String?

    /// The user's messages, at least one, none of them blank.
    public let turns: [String]

    /// Makes a prompt.
    ///
    /// - Parameters:
    ///   - id: Names the prompt in reports and errors.
    ///   - category: The kind of task, if known.
    ///   - turns: The user's messages, at least one.
    /// - Precondition: There is at least one turn.
    public init(id: String, category: String? = nil, turns: [String]) {
        precondition(!turns.isEmpty, "a prompt without turns")
        self.id = id
        self.category = category
        self.turns = turns
    }
}
