import Foundation

/// What the tensors of a folder's text model are called, where files differ from the names that models of text alone have:
/// `model.layers.0…` and `lm_head.weight`.
///
/// A base model that was saved by itself lacks `model.`; a model of several parts puts the text model's under a name, and has
/// tensors besides that are none of its.
struct TextModelNames: Sendable {
    /// What stands before the layers' names in the file, in place of `model.`.
    private let base: String

    /// What stands before `lm_head.` in the file.
    private let head: String

    /// What the tensors of other parts do not begin with; nil where there is no other part.
    private let part: String?

    /// The usual names.
    private static let usual = TextModelNames(base: "model.", head: "", part: nil)

    /// By what the embedding table is found, most usual first.
    private static let all = [
        usual,
        TextModelNames(base: "", head: "", part: nil),
        TextModelNames(base: "language_model.model.", head: "language_model.", part: "language_model."),
        TextModelNames(base: "model.language_model.", head: "", part: "model.language_model."),
        TextModelNames(base: "language_model.", head: "", part: "language_model."),
    ]

    private init(base: String, head: String, part: String?) {
        (self.base, self.head, self.part) = (base, head, part)
    }

    /// Finds out what a checkpoint calls them; the usual names where it has no embedding table at all.
    ///
    /// - Parameter checkpoint: The tensors.
    init(in checkpoint: Checkpoint) {
        self = Self.all.first { checkpoint.entry($0.stored("model.embed_tokens.weight")) != nil } ?? Self.usual
    }

    /// The file's name of a tensor.
    ///
    /// - Parameter name: Its usual name.
    /// - Returns: Where to look for it.
    func stored(_ name: String) -> String {
        name.hasPrefix("model.") ? base + name.dropFirst("model.".count) : head + name
    }

    /// Whether a tensor of the file belongs to the text model.
    func isOfTextModel(_ stored: String) -> Bool {
        part.map { stored.hasPrefix($0) || stored.hasPrefix(head + "lm_head.") } ?? true
    }

    /// What to say of a checkpoint with such names; nil for the usual ones.
    ///
    /// - Parameter checkpoint: The tensors.
    /// - Returns: A sentence that names the folder.
    func remark(on checkpoint: Checkpoint) -> String? {
        guard let part else {
            return base.isEmpty
                ? "\(checkpoint.folder.path): its tensors are a base model's, saved by itself: 'layers.…' is read as 'model.layers.…'"
                : nil
        }
        let others = checkpoint.names.count { !isOfTextModel($0) }
        let rest = others == 0 ? "" : "; left out are \(others) of other parts"
        return "\(checkpoint.folder.path): the text model is read from the tensors '\(part)…'\(rest)"
    }
}
