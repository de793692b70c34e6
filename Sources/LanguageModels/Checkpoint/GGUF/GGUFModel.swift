public import Foundation
import Tensors

/// A language model in GGUF files.
public struct GGUFModel: Sendable {
    /// Its files, the first of which has the metadata.
    public let files: [GGUFFile]

    private let architecture: GGUFArchitecture

    /// The path of the first file.
    public var path: String { files[0].path }

    /// Opens a model.
    ///
    /// - Parameter url: Its file.
    /// - Throws: ``ModelError`` if the file is damaged, or holds no language model of a known architecture.
    public init(contentsOf url: URL) throws {
        let file = try GGUFFile(contentsOf: url)
        files = [file]
        let name = try file.architecture()
        guard let architecture = GGUFArchitecture.all.first(where: { $0.name == name }) else {
            let known = GGUFArchitecture.all.map(\.name).joined(separator: ", ")
            throw ModelError(
                file.path, "is of architecture '\(name)' (general.architecture), which is not supported (supported: \(known))")
        }
        self.architecture = architecture
    }

    /// The model's sizes and switches.
    ///
    /// - Throws: ``ModelError`` for metadata that are missing or wrong, or ask for what is not supported.
    public func configuration() throws -> ModelConfiguration {
        let value = try GGUFConfiguration(files[0], architecture, tensors: files.flatMap(\.tensors)).value { name in
            for file in files {
                if let tensor = file.tensors.first(where: { $0.name == name }) { return file.numbers(of: tensor) }
            }
            return nil
        }
        var configuration = try ModelConfiguration(ConfigurationReader(file: path, value: value))
        if architecture.storesWholeGains { configuration.plan.gainOffset = 0 }
        // No entry says which projections have biases: those whose files hold them.
        let names = Set(files.flatMap { $0.tensors.map(\.name) })
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
            files, GGUFNaming(parts: architecture.parts, pairedHeads: architecture.pairsRows ? heads : nil))
    }
}
