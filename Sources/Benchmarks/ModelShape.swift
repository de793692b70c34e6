import Evaluation
import Foundation
import JSON
public import LanguageModels
public import Platform
import Speculation
import Tensors

/// The sizes of a model that is measured with random weights.
public struct ModelShape: Sendable {
    /// What it is called: a known name, or the path of a configuration.
    public let name: String

    /// Its sizes and switches.
    public let configuration: ModelConfiguration

    /// The shapes that are known by name.
    public static var known: [String] { texts.keys.sorted() }

    /// Finds a shape.
    ///
    /// - Parameter reference: A known name, or the path of a `config.json` in Hugging Face layout.
    /// - Throws: ``BenchmarkError`` if there is neither, or `ModelError` for a file that describes no supported model.
    public init(_ reference: String) throws {
        name = reference
        if let text = Self.texts[reference] {
            configuration = try ModelConfiguration(
                ConfigurationReader(file: reference, value: JSONValue(parsing: text, source: reference)))
            return
        }
        let path = NSString(string: reference).expandingTildeInPath
        guard FileManager.default.fileExists(atPath: path) else {
            throw BenchmarkError.refused(
                "there is no shape and no file '\(reference)'\(NearestName.hint(for: reference, among: Self.known))")
        }
        let file = URL(fileURLWithPath: path)
        configuration = try ModelConfiguration(ConfigurationReader(file: reference, value: ModelFile.json(file)))
    }

    private static let texts = [
        // TinyLlama's sizes.
        "llama-1b": """
        {"model_type": "llama", "hidden_size": 2048, "intermediate_size": 5632, "num_hidden_layers": 22,
         "num_attention_heads": 32, "num_key_value_heads": 4, "vocab_size": 32000, "max_position_embeddings": 2048,
         "rms_norm_eps": 1e-5, "rope_theta": 10000.0}
        """,
        // Llama 3.1 8B.
        "llama-8b": """
        {"model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
         "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256, "max_position_embeddings": 131072,
         "rms_norm_eps": 1e-5, "rope_theta": 500000.0}
        """,
    ]

    /// Makes the model, if memory suffices for it and an EAGLE-3 head of its shape.
    ///
    /// - Parameters:
    ///   - weights: How its numbers are encoded; its embedding table as a file would, without regard to the precision.
    ///   - availableBytes: How much memory there is to take.
    /// - Returns: The model, its weights in memory.
    /// - Throws: ``BenchmarkError`` if memory does not suffice.
    public func model(
        of weights: ModelWeights, availableBytes: Int = Memory.available
    ) throws -> Transformer {
        let multiplied = Double(configuration.readParameterCount) + Double(configuration.headParameterCount)
        let lookedUp = Double(configuration.parameterCount - configuration.readParameterCount)
        let needed =
            multiplied * weights.multiplied.bytesPerNumber + lookedUp * weights.format.bytesPerNumber
        guard needed < Double(availableBytes / 20 * 19) else {
            throw BenchmarkError.refused(
                "the weights of \(name) in \(weights.name) and of a draft head take "
                    + "\(Self.gibibytes(needed)) GiB, and \(Self.gibibytes(Double(availableBytes))) GiB of memory are free"
            )
        }
        return try Transformer(
            named: name, configuration, random: RandomTensors(format: weights.format), precision: weights.precision)
    }

    private static func gibibytes(_ bytes: Double) -> String { (bytes / 0x1p30).formatted(decimals: 1) }
}
