public import Foundation

/// A GGUF file that holds a tokenizer and nothing else.
public struct GGUFTokenizerBytes {
    private var body = GGUFBytes()
    private var count: UInt64 = 0

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - kind: What kind of tokenizer it claims to hold.
    ///   - tokens: The vocabulary.
    public init(kind: String, tokens: [String]) {
        add("model", kind)
        add("tokens", tokens)
    }

    /// Adds an entry, by its key without `tokenizer.ggml.`.
    public mutating func add(_ key: String, _ value: String) { add { $0.entry("tokenizer.ggml.\(key)", value) } }

    /// Adds an entry, by its key without `tokenizer.ggml.`.
    public mutating func add(_ key: String, _ value: UInt32) { add { $0.entry("tokenizer.ggml.\(key)", value) } }

    /// Adds an entry, by its key without `tokenizer.ggml.`.
    public mutating func add(_ key: String, _ value: Bool) { add { $0.entry("tokenizer.ggml.\(key)", value) } }

    /// Adds an entry, by its key without `tokenizer.ggml.`.
    public mutating func add(_ key: String, _ values: [String]) { add { $0.entry("tokenizer.ggml.\(key)", values) } }

    /// Adds an entry, by its key without `tokenizer.ggml.`.
    public mutating func add(_ key: String, _ values: [Int32]) { add { $0.entry("tokenizer.ggml.\(key)", values) } }

    /// Adds an entry, by its key without `tokenizer.ggml.`.
    public mutating func add(_ key: String, _ values: [Float]) { add { $0.entry("tokenizer.ggml.\(key)", values) } }

    /// Adds any entry.
    public mutating func add(_ entry: (inout GGUFBytes) -> Void) {
        entry(&body)
        count += 1
    }

    /// The whole file.
    public var bytes: Data {
        var file = GGUFBytes(tensors: 0, entries: count)
        file.raw(body.bytes)
        file.pad(to: 32)
        return file.bytes
    }
}
