import Autograd
import Foundation
import JSON
import LanguageModels
import Tensors
import Training

/// A head as llama.cpp reads it: architecture `eagle3`, rows of queries and keys in pairs, `d2t` as the target's tokens.
struct EAGLE3GGUFFile {
    private let files: EAGLE3Files
    private var configuration: EAGLE3Configuration { files.head.configuration }

    init(_ files: EAGLE3Files) { self.files = files }

    /// The whole file.
    ///
    /// - Throws: `ModelError` if a number does not fit the format.
    func file() throws -> DraftFile {
        DraftFile(
            name: EAGLE3GGUFSource.fileName, content: GGUFData.encoded(try metadata(), try tensors()))
    }

    private func metadata() throws -> [(key: String, value: GGUFValue)] {
        let target = files.head.target.configuration
        var entries: [(key: String, value: GGUFValue)] = [
            ("general.architecture", .text("eagle3")), ("general.type", .text("model")),
            ("general.name", .text(files.head.checkpoint.folder.lastPathComponent)),
            ("eagle3.block_count", .whole(configuration.layerCount)),
            ("eagle3.context_length", .whole(target.contextLimit)),
            ("eagle3.embedding_length", .whole(configuration.hiddenSize)),
            ("eagle3.feed_forward_length", .whole(configuration.intermediateSize)),
            ("eagle3.attention.head_count", .whole(configuration.headCount)),
            ("eagle3.attention.head_count_kv", .whole(configuration.keyValueHeadCount)),
            ("eagle3.attention.key_length", .whole(configuration.headWidth)),
            ("eagle3.attention.value_length", .whole(configuration.headWidth)),
            ("eagle3.attention.layer_norm_rms_epsilon", .real(Double(configuration.normEpsilon))),
            ("eagle3.rope.dimension_count", .whole(configuration.headWidth)),
            ("eagle3.rope.freq_base", .real(configuration.rope.theta)),
            ("eagle3.vocab_size", .whole(configuration.vocabularySize)),
            ("eagle3.target_layers", .list(GGUFList(configuration.featureLayers.map { Int32($0) }))),
            ("eagle3.target_hidden_size", .whole(configuration.targetWidth)),
            ("eagle3.norm_before_residual", .boolean(configuration.norms.isResidualNormed)),
            ("eagle3.norm_before_fc", .boolean(configuration.norms.features == .joined)),
        ]
        switch configuration.rope.scaling {
        case .linear(let factor):
            entries.append(("eagle3.rope.scaling.type", .text("linear")))
            entries.append(("eagle3.rope.scaling.factor", .real(factor)))
        case .yarn(let yarn):
            entries.append(("eagle3.rope.scaling.type", .text("yarn")))
            entries.append(("eagle3.rope.scaling.factor", .real(yarn.factor)))
            entries.append(("eagle3.rope.scaling.original_context_length", .whole(yarn.originalContext)))
        case .none, .llama3, .dynamic, .longrope: break
        }
        return entries + (try tokenizer())
    }

    /// The target's tokenizer where it is in a GGUF file; else none, of which llama.cpp makes a vocabulary without spellings.
    private func tokenizer() throws -> [(key: String, value: GGUFValue)] {
        guard case .gguf(let model) = files.head.target.files else {
            return [("tokenizer.ggml.model", .text("no_vocab"))]
        }
        let metadata = model.files.metadata
        return metadata.keys.filter { $0.hasPrefix("tokenizer.") }.compactMap { key in
            metadata[key].map { (key, $0) }
        }
    }

    private func tensors() throws -> [TensorContent] {
        var tensors: [TensorContent] = []
        for part in EAGLE3Parameter.all(configuration) {
            guard let matrix = files.parameters[part.name], let name = Self.names[part.name] else {
                preconditionFailure("llama.cpp has no name for '\(part.name)'")
            }
            let numbers = pairing(part.name, matrix)
            // Norms are read in single precision alone.
            tensors.append(
                try TensorContent(
                    name, shape: part.shape, numbers, storing: part.role == .matrix ? files.format : .float32))
        }
        if let table = files.layout == .ggufWithEmbedding ? files.head.embedding : files.embedding {
            tensors.append(try files.embeddingTensor(table, named: "token_embd.weight"))
        }
        if files.vocabulary.count < configuration.vocabularySize {
            tensors.append(TensorContent("d2t", integers: files.vocabulary))
        }
        if let divisors = configuration.rope.divisors(width: configuration.headWidth) {
            tensors.append(
                try TensorContent("rope_freqs.weight", shape: [divisors.count], divisors, storing: .float32))
        }
        return tensors
    }

    /// The numbers of a matrix, in which the rows that turn against each other follow each other.
    private func pairing(_ name: String, _ matrix: DenseMatrix<Float>) -> [Float] {
        guard name.hasSuffix("q_proj.weight") || name.hasSuffix("k_proj.weight") else { return matrix.values }
        let (width, half) = (configuration.headWidth, configuration.headWidth / 2)
        var numbers: [Float] = []
        numbers.reserveCapacity(matrix.values.count)
        for row in 0..<matrix.rows {
            let (head, place) = (row / width, row % width)
            let source = head * width + place / 2 + (place.isMultiple(of: 2) ? 0 : half)
            numbers += matrix.values[source * matrix.columns..<(source + 1) * matrix.columns]
        }
        return numbers
    }

    private static let names: [String: String] = [
        "fc.weight": "fc.weight", "input_norm.weight": "enc.output_norm.weight", "norm.weight": "output_norm.weight",
        "lm_head.weight": "output.weight",
        "midlayer.input_layernorm.weight": "blk.0.attn_norm.weight",
        "midlayer.hidden_norm.weight": "blk.0.attn_norm_2.weight",
        "midlayer.post_attention_layernorm.weight": "blk.0.ffn_norm.weight",
        "midlayer.self_attn.q_proj.weight": "blk.0.attn_q.weight",
        "midlayer.self_attn.k_proj.weight": "blk.0.attn_k.weight",
        "midlayer.self_attn.v_proj.weight": "blk.0.attn_v.weight",
        "midlayer.self_attn.o_proj.weight": "blk.0.attn_output.weight",
        "midlayer.mlp.gate_proj.weight": "blk.0.ffn_gate.weight", "midlayer.mlp.up_proj.weight": "blk.0.ffn_up.weight",
        "midlayer.mlp.down_proj.weight": "blk.0.ffn_down.weight",
    ]
}

extension GGUFValue {
    fileprivate static func whole(_ number: Int) -> GGUFValue { .unsigned(UInt64(number)) }
}

extension RopeParameters {
    /// What divides each pair's frequency, where that is no one formula of llama.cpp's; nil where it is.
    fileprivate func divisors(width: Int) -> [Float]? {
        switch scaling {
        case .none, .linear, .dynamic, .yarn: return nil
        case .longrope(let longrope): return longrope.short.map { Float($0) }
        case .llama3:
            let plain = RopeParameters(theta: theta, scaling: .none).frequencies(width: width)
            return zip(plain, frequencies(width: width)).map { $0 / $1 }
        }
    }
}
