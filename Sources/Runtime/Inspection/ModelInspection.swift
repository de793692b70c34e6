package import Foundation
import LanguageModels
package import Speculation
import Tensors

/// What a model's file or folder says of itself: read from headers, without touching a weight.
package struct ModelInspection: Sendable, Encodable {
    /// The tensors of one number type.
    package struct NumberType: Sendable, Encodable {
        /// The type's name.
        package let name: String

        /// How many tensors are of it.
        package internal(set) var tensors: Int

        /// How many numbers they hold.
        package internal(set) var numbers: Int

        /// How many bytes these take.
        package internal(set) var bytes: Int
    }

    /// The file or folder.
    package let path: String

    /// What it is: "GGUF 3" or "Hugging Face folder".
    package let format: String

    /// How many files of that format it takes.
    package let files: Int

    /// The architecture's name.
    package let architecture: String

    /// Why it can be described and not used, in a few words; nil where nothing stands against it.
    package let hindrance: String?

    /// What the model calls itself; nil where it does not say.
    package let name: String?

    /// Its sizes.
    package let sizes: Sizes

    /// What it takes in memory with the text that was asked about, or one that fills its context.
    package private(set) var memory = Memory(weights: 0, context: 0, keysAndValues: 0)

    /// Its number types, most bytes first.
    package let types: [NumberType]

    /// How text becomes tokens, in words; nil where there is no tokenizer.
    package let tokenizer: String?

    /// The tokens that end a turn or a text, by their ids.
    package let endTokens: [EndToken]

    /// Its chat template in words; nil where there is none.
    package let template: String?

    /// What can draft for it: what needs no model, and the small models and heads beside it.
    package let drafts: [String]

    /// The same, with the places where they are.
    package let fitting: [FittingDraft]

    /// What it takes in memory with a text of some length.
    package struct Memory: Sendable, Encodable {
        /// Bytes of weights.
        package let weights: Int

        /// Of how many tokens the text is.
        package let context: Int

        /// Bytes of the text's keys and values; nil where the sizes make more of it than any number holds.
        package let keysAndValues: Int?

        private enum CodingKeys: String, CodingKey {
            case weights, context
            case keysAndValues = "keys_and_values"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case memory, path, format, files, architecture, hindrance, name, sizes, types, tokenizer, template, drafts
        case endTokens = "end_tokens"
    }

    /// A token that ends a turn or a text.
    package struct EndToken: Sendable, Encodable {
        /// Its id.
        package let id: Int

        /// Its spelling; nil where the tokenizer has none.
        package let text: String?
    }

    /// A model's sizes.
    package struct Sizes: Sendable, Encodable {
        package let layers: Int
        package let width: Int
        package let feedForward: Int
        package let heads: Int
        package let keyValueHeads: Int
        package let headWidth: Int
        package let vocabulary: Int
        package let context: Int

        private enum CodingKeys: String, CodingKey {
            case layers, width, heads, vocabulary, context
            case feedForward = "feed_forward"
            case keyValueHeads = "key_value_heads"
            case headWidth = "head_width"
        }

        /// Bytes of keys and values for each token, all layers together; the largest integer where the sizes make more of it.
        ///
        /// - Parameter bytes: Those of a number.
        /// - Returns: The bytes.
        package func keyValueBytes(of bytes: Int) -> Int {
            [2, layers, keyValueHeads, headWidth, bytes].reduce(1) { product, factor in
                let (result, overflow) = product.multipliedReportingOverflow(by: factor)
                return overflow ? .max : result
            }
        }
    }

    /// Describes a file or a folder.
    ///
    /// - Parameters:
    ///   - url: A GGUF file, or a folder in Hugging Face layout.
    ///   - context: The length of the text that memory is told for, in tokens; the model's context unless given.
    ///   - registry: The draft policies whose heads are looked for.
    /// - Throws: `ModelError` if it is neither, damaged, or of no known architecture.
    package init(_ url: URL, context: Int? = nil, in registry: PluginRegistry = PluginRegistry()) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw ModelError(url.path, "there is no such file or folder")
        }
        if isFolder.boolValue {
            try self.init(folder: url, registry)
        } else {
            try self.init(GGUFModelFiles(contentsOf: url), registry)
        }
        let tokens = context ?? sizes.context
        let hasBlocks = types.contains { type in StorageFormat.gguf.contains { $0.name == type.name } }
        let format = ProductPrecision.automatic.keyValues(ofBlocks: hasBlocks)
        let (cache, overflow) = sizes.keyValueBytes(of: format == .f32 ? 4 : 2).multipliedReportingOverflow(by: tokens)
        memory = Memory(weights: byteCount, context: tokens, keysAndValues: overflow ? nil : cache)
    }

    private init(_ model: GGUFModelFiles, _ registry: PluginRegistry) throws {
        let file = model.metadata
        if case .other = file.purpose { try file.checkIsLanguageModel() }
        path = file.path
        format = "GGUF \(file.version)"
        files = model.parts.count
        architecture = try file.architecture()
        let loading = Result { try GGUFModel(model).configuration() }
        hindrance = Self.hindrance(of: model, loading)
        name = file["general.name"]?.text
        let sizes = try (try? loading.get()).map { Sizes($0) } ?? Self.sizes(file, architecture, loading)
        self.sizes = sizes
        types = Self.types(of: model.tensors.map { ($0.type.name, $0.shape.reduce(1, *), $0.range.count) })
        fitting = FittingDrafts(
            for: URL(fileURLWithPath: file.path), sizes, byteCount: types.reduce(0) { $0 + $1.bytes }, in: registry
        ).all(tokens: file["tokenizer.ggml.tokens"])
        drafts = fitting.map(\.words)
        let kind = file["tokenizer.ggml.model"]?.text
        let splitting = file["tokenizer.ggml.pre"]?.text.map { ", splitting '\($0)'" } ?? ""
        tokenizer = kind.map { "\($0)\(splitting), \(sizes.vocabulary.counting("token"))" }
        let tokens = file["tokenizer.ggml.tokens"] == nil ? [] : try file.texts("tokenizer.ggml.tokens")
        let ends = try (try? loading.get())?.endTokens ?? file.endTokens()
        endTokens = ends.sorted().map { EndToken(id: $0, text: tokens[$0]) }
        template = file["tokenizer.chat_template"]?.text.map { jinja in
            Self.words(of: { () throws(ChatTemplateError) in try ChatTemplate(jinja, name: "tokenizer.chat_template") })
        }
    }

    private init(folder: URL, _ registry: PluginRegistry) throws {
        let configuration = try ModelConfiguration(folder: folder)
        // What is packed in a way that is not read is described all the same.
        let packing = try WeightPacking(in: folder)
        let checkpoint =
            if case .mlx(let packing) = packing {
                try Checkpoint(folder: folder, packing: packing)
            } else {
                try Checkpoint(folder: folder)
            }
        path = folder.path
        format = "Hugging Face folder"
        files = checkpoint.fileCount
        architecture = configuration.modelType
        hindrance = packing.hindrance ?? WeightPacking.marked(in: checkpoint).hindrance
        name = nil
        sizes = Sizes(configuration)
        types = Self.types(
            of: checkpoint.names.compactMap { name in
                checkpoint.entry(name).map { ($0.type, $0.count, $0.range.count) }
            })
        fitting = FittingDrafts(
            for: folder, sizes, byteCount: types.reduce(0) { $0 + $1.bytes }, in: registry
        ).all(tokens: nil)
        drafts = fitting.map(\.words)
        let file = folder.appendingPathComponent("tokenizer.json")
        let known = FileManager.default.fileExists(atPath: file.path) ? try Tokenizer(contentsOf: file) : nil
        tokenizer = known.map { "tokenizer.json, \($0.vocabularySize) tokens" }
        endTokens = configuration.endTokens.sorted().map { EndToken(id: $0, text: known?.piece(of: $0)) }
        let files = ModelFiles.folder(folder)
        template =
            try files.hasChatTemplate()
            ? Self.words(of: { () throws(ChatTemplateError) in try files.chatRenderer().template }) : nil
    }

    /// What a chat template can do, in words; why not, where it is at fault.
    private static func words(of read: () throws(ChatTemplateError) -> ChatTemplate) -> String {
        do {
            let template = try read()
            let abilities = [("tools", "tools"), ("enable_thinking", "enable_thinking"), ("strftime_now", "the day")]
            let read = abilities.filter { template.mentions($0.0) }.map(\.1)
            return "its own, \(template.name)" + (read.isEmpty ? "" : ", which reads \(read.joined(separator: ", "))")
        } catch {
            return error.sentence
        }
    }

    /// The sizes; of an architecture that is not known they need not be there, and that it is not says more.
    private static func sizes(
        _ file: GGUFFile, _ architecture: String, _ loading: Result<ModelConfiguration, any Error>
    ) throws -> Sizes {
        do {
            return try Sizes(file, architecture)
        } catch {
            if !file.hasKnownArchitecture { _ = try loading.get() }
            throw error
        }
    }

    private static func hindrance(
        of model: GGUFModelFiles, _ loading: Result<ModelConfiguration, any Error>
    ) -> String? {
        if case .embeddingModel = model.metadata.purpose { return "an embedding model, which writes no text" }
        if !model.metadata.hasKnownArchitecture { return "not a known architecture" }
        let unread = Set(model.tensors.map(\.type).filter { !$0.isRead }.map(\.name)).sorted()
        guard unread.isEmpty else { return "numbers of type \(unread.joined(separator: ", ")) are not read" }
        do {
            _ = try loading.get()
            _ = try Tokenizer(model.metadata)
            return nil
        } catch {
            let (prefix, problem) = ("\(model.path): ", "\(error)")
            return problem.hasPrefix(prefix) ? String(problem.dropFirst(prefix.count)) : problem
        }
    }

    private static func types(of tensors: [(type: String, numbers: Int, bytes: Int)]) -> [NumberType] {
        var types: [String: NumberType] = [:]
        for tensor in tensors {
            var type = types[tensor.type] ?? NumberType(name: tensor.type, tensors: 0, numbers: 0, bytes: 0)
            type.tensors += 1
            type.numbers += tensor.numbers
            type.bytes += tensor.bytes
            types[tensor.type] = type
        }
        return types.values.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }
    }

    /// The size of all tensors.
    package var byteCount: Int { types.reduce(0) { $0 + $1.bytes } }
}

extension ModelInspection.Sizes {
    fileprivate init(_ file: GGUFFile, _ architecture: String) throws {
        func key(_ name: String) -> String { "\(architecture).\(name)" }
        layers = try file.size(key("block_count"))
        width = try file.size(key("embedding_length"))
        feedForward = try file.size(key("feed_forward_length"))
        heads = try file.size(key("attention.head_count"))
        keyValueHeads = try file.optionalSize(key("attention.head_count_kv")) ?? heads
        headWidth = try file.optionalSize(key("attention.key_length")) ?? width / heads
        context = try file.size(key("context_length"))
        if let rows = file.tensors.first(where: { $0.name == "token_embd.weight" })?.shape.first {
            vocabulary = rows
        } else if case .list(let tokens) = file["tokenizer.ggml.tokens"] {
            vocabulary = tokens.count
        } else {
            vocabulary = try file.size(key("vocab_size"))
        }
    }

    fileprivate init(_ configuration: ModelConfiguration) {
        layers = configuration.layerCount
        width = configuration.hiddenSize
        feedForward = configuration.intermediateSize
        heads = configuration.headCount
        keyValueHeads = configuration.keyValueHeadCount
        headWidth = configuration.headWidth
        vocabulary = configuration.vocabularySize
        context = configuration.contextLimit
    }
}
