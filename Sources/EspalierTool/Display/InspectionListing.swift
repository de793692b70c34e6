import Evaluation
import Foundation
import Runtime

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
            ("format", model.files > 1 ? "\(model.format), in \(model.files) files" : model.format),
            ("architecture", model.architecture),
            (
                "sizes",
                "\(sizes.layers) layers of width \(sizes.width), feed-forward \(sizes.feedForward), \(sizes.heads) heads of "
                    + "width \(sizes.headWidth), \(sizes.keyValueHeads) of them for keys and values"
            ),
            ("vocabulary", "\(sizes.vocabulary) tokens"),
            ("context", "\(sizes.context) tokens"),
            ("tokenizer", model.tokenizer ?? "none"),
            ("end tokens", endTokens),
            ("chat format", model.template ?? "none"),
            ("memory", memory),
            ("drafts", model.drafts.joined(separator: ", ")),
        ]
        if let hindrance = model.hindrance { facts.append(("cannot be used", hindrance)) }
        let width = facts.map(\.0.count).max() ?? 0
        let lines = facts.map { $0.0.rightPadded(to: width + 2) + $0.1 }
        var table = TextTable(title: "Number types", columns: ["type", "tensors", "numbers", "size"])
        for type in model.types {
            table.append([type.name, String(type.tensors), String(type.numbers), Self.size(type.bytes)])
        }
        return lines.joined(separator: "\n") + "\n\n" + table.text
    }

    private var endTokens: String {
        let ends = model.endTokens.map { "\($0.text ?? "unknown") (\($0.id))" }
        return ends.isEmpty ? "none" : ends.joined(separator: ", ")
    }

    private var memory: String {
        let weights = Self.size(model.memory.weights)
        guard let cache = model.memory.keysAndValues else { return "\(weights) of weights" }
        return "\(weights) of weights, \(Self.size(cache)) of keys and values for \(model.memory.context) tokens"
    }

    private static func size(_ bytes: Int) -> String {
        let mebibytes = Double(bytes) / 1_048_576
        return mebibytes < 1024
            ? "\(mebibytes.formatted(decimals: 1)) MiB" : "\((mebibytes / 1024).formatted(decimals: 2)) GiB"
    }
}
