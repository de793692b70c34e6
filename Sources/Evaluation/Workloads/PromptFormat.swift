/// The kinds of prompt file that are understood.
///
/// In the first three every line is a JSON object; blank lines are skipped, and keys beyond those named are ignored.
/// The raw value is a noun for messages.
public enum PromptFormat: String, Sendable, CaseIterable {
    /// MT-Bench's and EAGLE's `question.jsonl`: `turns`, a list of texts, with `question_id` and `category`.
    case questions = "an MT-Bench question"

    /// HumanEval: `prompt` with `task_id`; the lead-in of EAGLE's copy of the set is put before the code.
    case humanEval = "a HumanEval task"

    /// GSM8K: `question` with `answer`.
    case gsm8k = "a GSM8K problem"

    /// Text: a prompt for each paragraph where blank lines separate any, else for each line.
    case plainText = "plain text"

    /// The keys by which a line is recognised; none for plain text.
    var keys: [String] {
        switch self {
        case .questions: ["turns"]
        case .humanEval: ["task_id", "prompt"]
        case .gsm8k: ["question", "answer"]
        case .plainText: []
        }
    }

    /// The formats of one JSON object a line.
    static var lineFormats: [PromptFormat] { [.questions, .humanEval, .gsm8k] }

    /// What EAGLE's copy of HumanEval puts before the code, so that a chat model completes it.
    static let humanEvalLeadIn = "Complete the code I provided.\n\n"
}
