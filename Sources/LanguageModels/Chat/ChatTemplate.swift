import Speculation
import Templates

/// A chat template: the program that writes a conversation as the text which a model was trained on.
///
/// Models bring theirs in `chat_template.jinja`, `tokenizer_config.json` or a GGUF file's metadata. For those that bring none
/// some formats stand here under names.
public struct ChatTemplate: Sendable {
    /// What it is called: one of ``names``, or the file that it was read from.
    public let name: String

    /// The program's text.
    let source: String

    /// Whether the tokenizer's own template goes around the ids.
    ///
    /// True for plain text only: every other format writes its beginning-of-sequence token out, if it has one.
    public let addsSpecialTokens: Bool

    /// The tokens without which a vocabulary cannot express this format; none for a model's own template.
    public let requiredTokens: [String]

    let program: Template

    /// Reads a program.
    ///
    /// - Parameters:
    ///   - source: The program's text.
    ///   - name: What messages call it, usually the file.
    /// - Throws: ``ChatTemplateError`` with the first fault's line and column.
    public init(_ source: String, name: String) throws(ChatTemplateError) {
        try self.init(source, name: name, addsSpecialTokens: false, requiredTokens: [])
    }

    private init(
        _ source: String, name: String, addsSpecialTokens: Bool, requiredTokens: [String]
    ) throws(ChatTemplateError) {
        do {
            program = try Template(source, name: name)
        } catch {
            throw ChatTemplateError(error, in: source)
        }
        self.source = source
        self.name = name
        self.addsSpecialTokens = addsSpecialTokens
        self.requiredTokens = requiredTokens
    }

    /// Tells whether the program speaks of something by its name, such as `tools` or `enable_thinking`.
    public func mentions(_ name: String) -> Bool {
        source.unicodeScalars.split { !($0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)) }
            .contains { $0.elementsEqual(name.unicodeScalars) }
    }

    /// A number that depends on the program alone.
    public var contentHash: UInt64 {
        var hash = ContentHash()
        hash.combine(source.utf8)
        return hash.value
    }
}

extension ChatTemplate {
    /// The names of the formats that need no file.
    public static let names = NamedTemplate.all.map(\.name)

    /// The format of a name; nil if there is none.
    public static func named(_ name: String) -> ChatTemplate? {
        NamedTemplate.all.first { $0.name == name }.map { known in
            do {
                return try ChatTemplate(
                    known.source, name: known.name, addsSpecialTokens: known.addsSpecialTokens,
                    requiredTokens: known.requiredTokens)
            } catch {
                preconditionFailure("the template '\(name)' is at fault: \(error)")
            }
        }
    }

    /// What to do about a model that brings no template.
    static var adviceToChoose: String {
        "choose one with --chat-template: a file, or \(names.joined(separator: ", "))"
    }
}
