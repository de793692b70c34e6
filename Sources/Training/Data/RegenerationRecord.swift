/// What became of one prompt.
public enum RegenerationRecord: Sendable, Equatable {
    /// A conversation with the target's own answers.
    case kept(TrainingConversation)

    /// Nothing, for a reason.
    case dropped(DropReason)

    /// Why a prompt gave no conversation; the raw value is a phrase for summaries.
    public enum DropReason: String, Sendable, CaseIterable {
        /// The target wrote a prompt without text, or with half a character.
        case unreadablePrompt = "without a readable prompt"

        /// The prompt leaves no room for an answer, or was not ended in time.
        case promptTooLong = "with too long a prompt"

        /// The prompt occurred before, or was to be left out.
        case repeatedPrompt = "with a repeated prompt"

        /// The target ended its first answer at once.
        case emptyAnswer = "with an empty answer"
    }
}
