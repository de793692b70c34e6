internal import Files
import Logging
import Synchronization

/// Says what is worth knowing of a model's files and stands against nothing, such as a tensor that is left out: each sentence
/// once in a process, however often the model is opened.
enum ModelRemark {
    private static let said = Mutex<Set<String>>([])

    /// Logs a sentence, unless it has been.
    ///
    /// - Parameter sentence: What is worth saying, with the file's name, without a full stop.
    static func say(_ sentence: String) {
        guard said.withLock({ $0.insert(sentence).inserted }) else { return }
        Logger(label: "espalier").notice("\(SpelledText.sentence(sentence))")
    }
}
