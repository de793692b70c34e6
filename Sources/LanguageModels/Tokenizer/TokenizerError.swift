internal import Files

/// A tokenizer file that cannot be used: which file, which part of it, and why.
public struct TokenizerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, usually a path that ends in `tokenizer.json`.
    public let file: String

    /// The part of the file as a path of keys, `pre_tokenizer.pretokenizers[1]`; empty for the whole file.
    public let component: String

    /// What is wrong, as a sentence without a full stop.
    public let reason: String

    /// Makes an error of its three facts.
    public init(file: String, component: String = "", reason: String) {
        self.file = file
        self.component = component
        self.reason = reason
    }

    /// One line: `tokenizer.json: model: the type "Unigram" is not supported; supported is BPE`.
    public var description: String {
        SpelledText.sentence(component.isEmpty ? "\(file): \(reason)" : "\(file): \(component): \(reason)")
    }
}
