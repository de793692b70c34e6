import LanguageModels
import Runtime
import Speculation
import Tensors
import Training

/// What an export wrote, whether it is right, and how to load it.
struct ExportListing {
    /// The head as the user named it.
    let head: String
    /// The target as another engine finds it.
    let target: String
    /// Whether the target's folder has an index of its tensors, which the official EAGLE code needs.
    let targetHasIndex: Bool
    /// The written folder as the user named it.
    let folder: String
    let layout: DraftLayout
    let format: StorageFormat
    let files: [DraftFile]
    /// How many tensors the weights' file holds.
    let tensorCount: Int
    let agreement: DraftAgreement

    /// Everything, for a terminal.
    var text: String {
        let widest = files.map(\.name.count).max() ?? 0
        let sizes = files.map { file in
            let name = file.name.rightPadded(to: widest)
            let tensors = file.name.hasSuffix(".safetensors") ? ", \(tensorCount.counting("tensor"))" : ""
            return "  \(name)  \(file.content.count) bytes\(tensors)\n"
        }
        return "\(head) in layout '\(layout.rawValue)', \(format): \(folder)\n" + sizes.joined()
            + "\(check)\n"
            + loading.joined(separator: "\n") + "\n"
    }

    private var check: String {
        let extent = "\(agreement.steps) distributions after a prompt"
        if agreement.isIdentical {
            return
                "Read back: identical logits; every token's log-probability is the original's, to the bit, in \(extent)."
        }
        return "Read back: log-probabilities differ from the original's by \(agreement.largestDifference) at most in "
            + "\(extent); storing \(format) explains \(agreement.plausibleDifference(storing: format))."
    }

    private var loading: [String] {
        switch layout {
        case .safeail:
            [
                "Load it with the official EAGLE code:",
                "  EaModel.from_pretrained(use_eagle3=True, base_model_path=\"\(target)\", ea_model_path=\"\(folder)\")",
            ]
                + (targetHasIndex
                    ? []
                    : [
                        "It looks the embedding table up in the target's model.safetensors.index.json, which is missing."
                    ])
        case .speculators:
            [
                "Load it with vLLM:",
                "  vllm serve \(target) --speculative-config "
                    + "'{\"method\": \"eagle3\", \"model\": \"\(folder)\", \"num_speculative_tokens\": 3}'",
            ]
        case .sglang:
            [
                "Load it with SGLang:",
                "  python -m sglang.launch_server --model-path \(target) --speculative-algorithm EAGLE3 "
                    + "--speculative-draft-model-path \(folder)",
            ]
        case .gguf, .ggufWithEmbedding:
            [
                "Load it with llama.cpp:",
                "  llama-server -m \(target.hasSuffix(".gguf") ? target : "TARGET.gguf") "
                    + "-md \(folder)/\(files[0].name) --spec-type draft-eagle3",
            ]
        case .huggingFace:
            ["Load it with whatever loads models in Hugging Face layout."]
        }
    }
}

extension ExportListing: Encodable {
    private enum CodingKeys: String, CodingKey {
        case head, target, folder, layout, format, files, tensors, identical, steps
        case largestDifference = "largest_difference"
        case explainedDifference = "explained_difference"
    }

    /// Writes every key; differences are of log-probabilities, in nats.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(head, forKey: .head)
        try container.encode(target, forKey: .target)
        try container.encode(folder, forKey: .folder)
        try container.encode(layout.rawValue, forKey: .layout)
        try container.encode(format.name, forKey: .format)
        try container.encode(files.map(WrittenFile.init), forKey: .files)
        try container.encode(tensorCount, forKey: .tensors)
        try container.encode(agreement.isIdentical, forKey: .identical)
        try container.encode(agreement.steps, forKey: .steps)
        try container.encode(agreement.largestDifference, forKey: .largestDifference)
        let explained = agreement.isIdentical ? 0 : agreement.plausibleDifference(storing: format)
        try container.encode(explained, forKey: .explainedDifference)
    }

    private struct WrittenFile: Encodable {
        let name: String
        let bytes: Int

        init(_ file: DraftFile) {
            (name, bytes) = (file.name, file.content.count)
        }
    }
}
