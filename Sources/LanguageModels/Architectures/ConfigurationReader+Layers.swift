import Speculation
import Tensors

/// What the families' configurations have in common.
extension ConfigurationReader {
    /// The function of the feed-forward gates.
    ///
    /// - Parameters:
    ///   - key: Where it is stated.
    ///   - fallback: What is meant where it is not.
    /// - Returns: The function.
    /// - Throws: ``ModelError`` that names those known.
    func gateFunction(_ key: String = "hidden_act", default fallback: String = "silu") throws -> GateFunction {
        switch try optionalText(key) ?? fallback {
        case "silu": return .silu
        case "gelu_pytorch_tanh": return .gelu
        case let other: throw error("\(key) '\(other)' is not supported (supported: silu, gelu_pytorch_tanh)")
        }
    }

    /// The window of each layer, by `layer_types` or else by a rule; nil where it sees everything.
    ///
    /// - Parameters:
    ///   - layerCount: How many layers there are.
    ///   - window: How many tokens a windowed layer sees; nil if windows are switched off.
    ///   - rule: Which layers have one where the file does not say.
    /// - Returns: One for each layer.
    /// - Throws: ``ModelError`` if the list is of another length, has an unknown kind, or asks for windows that are switched
    ///   off.
    func windows(of layerCount: Int, window: Int?, rule: (_ layer: Int) -> Bool = { _ in true }) throws -> [Int?] {
        guard has("layer_types") else {
            return (0..<layerCount).map { rule($0) ? window : nil }
        }
        let kinds = try texts("layer_types").map { text in
            guard let kind = LayerKind(rawValue: text) else {
                let known = LayerKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw error("layer_types '\(text)' is not supported (supported: \(known))")
            }
            return kind
        }
        guard kinds.count == layerCount else {
            throw error(
                "layer_types has \(kinds.count.counting("entry", plural: "entries")), and num_hidden_layers is \(layerCount)"
            )
        }
        guard window != nil || !kinds.contains(.windowed) else {
            throw error("layer_types asks for \(LayerKind.windowed.rawValue), and sliding_window is switched off")
        }
        return kinds.map { $0 == .windowed ? window : nil }
    }

    /// Refuses windows in the configuration of a family that has none.
    func refuseWindows() throws {
        guard try !flag("use_sliding_window", default: false) else {
            throw error("use_sliding_window is not supported: every layer of this family attends to the whole context")
        }
        guard try texts("layer_types").allSatisfy({ $0 == LayerKind.full.rawValue }) else {
            throw error("layer_types other than \(LayerKind.full.rawValue) are not supported in this family")
        }
    }
}
