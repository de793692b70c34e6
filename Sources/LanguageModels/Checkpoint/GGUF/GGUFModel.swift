public import Foundation
import Tensors

/// A language model in GGUF files.
public struct GGUFModel: Sendable {
    /// Its files.
    public let files: GGUFModelFiles

    private let architecture: GGUFArchitecture

    /// The path of the first file.
    public var path: String { files.path }

    /// Opens a model.
    ///
    /// - Parameter url: Its file, or the first part of several.
    /// - Throws: ``ModelError`` if a file is damaged, or they hold no language model of a known architecture.
    public init(contentsOf url: URL) throws {
        files = try GGUFModelFiles(contentsOf: url)
        try files.metadata.checkIsLanguageModel()
        let name = try files.metadata.architecture()
        guard let architecture = GGUFArchitecture.all.first(where: { $0.name == name }) else {
            let known = GGUFFile.knownArchitectures.joined(separator: ", ")
            throw ModelError(
                files.path, "is of architecture '\(name)' (general.architecture), which is not known (known: \(known))")
        }
        self.architecture = architecture
    }

    /// The model's sizes and switches.
    ///
    /// - Throws: ``ModelError`` for metadata that are missing or wrong, or ask for what is not supported.
    public func configuration() throws -> ModelConfiguration {
        let value = try GGUFConfiguration(files.metadata, architecture, tensors: files.tensors)
            .value(divisors: files.numbers(of:))
        var configuration = try ModelConfiguration(ConfigurationReader(file: path, value: value))
        if architecture.storesWholeGains { configuration.plan.gainOffset = 0 }
        // No entry says which projections have biases: those whose files hold them.
        let names = Set(files.tensors.map(\.name))
        for layer in configuration.plan.layers.indices {
            let inputs = ["q", "k", "v", "qkv"].contains { names.contains("blk.\(layer).attn_\($0).bias") }
            configuration.plan.layers[layer].attention.hasInputBias = inputs
            configuration.plan.layers[layer].attention.hasOutputBias = names.contains("blk.\(layer).attn_output.bias")
        }
        return configuration
    }

    /// The model's tensors, by the names of Hugging Face layout.
    ///
    /// - Throws: ``ModelError`` if they do not fit the metadata.
    public func checkpoint() throws -> Checkpoint {
        let configuration = try configuration()
        let heads = (queries: configuration.headCount, keys: configuration.keyValueHeadCount)
        return try Checkpoint(
            files.parts, GGUFNaming(parts: architecture.parts, pairedHeads: architecture.pairsRows ? heads : nil))
    }
}
