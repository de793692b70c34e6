import Evaluation
import Foundation
import Runtime
import Speculation

/// What a model is, for people.
struct InspectionListing {
    private let model: ModelInspection

    init(_ model: ModelInspection) {
        self.model = model
    }

    /// One fact a line, then a table of number types.
    var text: String {
        let sizes = model.sizes
        var facts = [
            ("model", model.name ?? URL(fileURLWithPath: model.path).lastPathComponent),
            ("format", model.files > 1 ? "\(model.format), in \(model.files.counting("file"))" : model.format),
            ("architecture", model.architecture),
            (
                "sizes",
                "\(sizes.layers.counting("layer")) of width \(sizes.width), feed-forward \(sizes.feedForward), \(sizes.heads.counting("head")) of "
                    + "width \(sizes.headWidth), \(sizes.keyValueHeads) of them for keys and values"
            ),
            ("vocabulary", sizes.vocabulary.counting("token")),
            ("context", sizes.context.counting("token")),
            ("tokenizer", model.tokenizer ?? "none"),
            ("end tokens", endTokens),
            ("chat format", model.template ?? "none"),
            ("memory", memory),
            ("drafts", model.drafts.joined(separator: ", ")),
        ]
        if let hindrance = model.hindrance { facts.append(("cannot be used", hindrance)) }
        var table = TextTable(title: "Number types", columns: ["type", "tensors", "numbers", "size"])
        for type in model.types {
            table.append([type.name, String(type.tensors), String(type.numbers), type.bytes.inBytes])
        }
        return FactList.text(of: facts) + "\n" + table.text
    }

    private var endTokens: String {
        let ends = model.endTokens.map { "\($0.text ?? "unknown") (\($0.id))" }
        return ends.isEmpty ? "none" : ends.joined(separator: ", ")
    }

    private var memory: String {
        let weights = model.memory.weights.inBytes
        guard let cache = model.memory.keysAndValues else { return "\(weights) of weights" }
        return
            "\(weights) of weights, \(cache.inBytes) of keys and values for \(model.memory.context.counting("token"))"
    }
}
