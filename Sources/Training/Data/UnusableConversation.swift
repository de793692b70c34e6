/// A line of a file of conversations that nothing can be learnt from, and why.
public struct UnusableConversation: Sendable, Equatable {
    /// Why, as far as lines are counted together by it.
    public enum Reason: Sendable, Hashable {
        /// It is no list of messages, or an empty one.
        case noMessages
        /// There is no answer with text.
        case noAnswer
        /// There is nothing that a user says.
        case noPrompt
        /// A message holds something else than text.
        case noText
        /// A speaker that is not known.
        case speaker
        /// The model calls a tool, in a form that is not known or in a chat format that does not show it.
        case toolCall
        /// The target's chat format has no place for a message.
        case chatFormat
    }

    /// The line, counted from 1; nil where it comes from no file.
    public let line: Int?

    /// The kind of reason.
    public let reason: Reason

    /// The reason in full, without file and line.
    public let cause: String

    /// States what is unusable.
    public init(line: Int?, reason: Reason, cause: String) {
        self.line = line
        self.reason = reason
        self.cause = cause
    }
}

extension UnusableConversation {
    /// A conversation in which no user says anything.
    package static func withoutPrompt(line: Int?) -> UnusableConversation {
        UnusableConversation(
            line: line, reason: .noPrompt, cause: "the conversation has no user's message with text")
    }
}

extension [UnusableConversation] {
    /// How many there are and why: `3 unusable (line 2 and 1 more: the conversation is empty; line 7: …)`.
    public var summary: String {
        var reasons: [UnusableConversation.Reason] = []
        for each in self where !reasons.contains(each.reason) { reasons.append(each.reason) }
        let parts = reasons.compactMap { reason -> String? in
            let alike = filter { $0.reason == reason }
            guard let first = alike.first else { return nil }
            let place = first.line.map { "line \($0)" } ?? "one"
            let others = alike.count > 1 ? " and \(alike.count - 1) more" : ""
            return "\(place)\(others): \(first.cause)"
        }
        return "\(count) unusable (\(parts.joined(separator: "; ")))"
    }
}
