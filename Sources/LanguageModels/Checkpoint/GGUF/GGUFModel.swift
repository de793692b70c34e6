public import Foundation
import Tensors

/// A model in GGUF files, whose tokenizer can be read whatever its architecture is.
public struct GGUFModel: Sendable {
    /// Its files.
    public let files: GGUFModelFiles

    /// The path of the first file.
    public var path: String { files.path }

    /// Opens a model.
    ///
    /// - Parameter url: Its file, or the first part of several.
    /// - Throws: ``ModelError`` if a file is damaged, or a part is missing.
    public init(contentsOf url: URL) throws {
        self.init(try GGUFModelFiles(contentsOf: url))
    }

    /// Takes files that have been opened.
    ///
    /// - Parameter files: Those of one model.
    public init(_ files: GGUFModelFiles) {
        self.files = files
    }

    /// The model's sizes and switches.
    ///
    /// - Throws: ``ModelError`` if it is no language model of a known architecture, or metadata are missing or wrong, or ask for
    ///   what is not supported.
    public func configuration() throws -> ModelConfiguration {
        let architecture = try architecture()
        let value = try metadata(of: architecture).value(divisors: files.numbers(of:))
        var configuration: ModelConfiguration
        do {
            configuration = try ModelConfiguration(ConfigurationReader(file: path, value: value))
        } catch let error as ModelError {
            throw metadata(of: architecture).spelled(error)
        }
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
        let architecture = try architecture()
        let heads = architecture.pairsRows ? try metadata(of: architecture).heads() : nil
        return try Checkpoint(files.parts, GGUFNaming(parts: architecture.parts, pairedHeads: heads))
    }

    private func architecture() throws(ModelError) -> GGUFArchitecture {
        try files.metadata.checkIsLanguageModel()
        let name = try files.metadata.architecture()
        if let architecture = GGUFArchitecture.all.first(where: { $0.name == name }) { return architecture }
        let known = GGUFFile.knownArchitectures.joined(separator: ", ")
        throw ModelError(path, "is of architecture '\(name)', which is not known (known: \(known))")
    }

    private func metadata(of architecture: GGUFArchitecture) -> GGUFConfiguration {
        GGUFConfiguration(files.metadata, architecture, tensors: files.tensors)
    }
}
