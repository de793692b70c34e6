import Tensors

/// The projections of one shape in a model's layers.
public struct ProjectionShape: Sendable, Hashable {
    /// What reports call them, such as `q_proj`.
    public let name: String

    /// The width of the output.
    public let rows: Int

    /// The width of the input.
    public let columns: Int

    /// How many the model has, in all layers together.
    public internal(set) var count: Int

    /// How many of them a row passes: all, but for experts.
    public internal(set) var passed: Int
}

extension ModelConfiguration {
    /// The projections of all layers, by name and shape, in the order in which a pass meets them; one that is stored together
    /// with others counts by itself, as it is multiplied.
    public var projections: [ProjectionShape] {
        var shapes: [ProjectionShape] = []
        for layer in plan.layers {
            for shape in projections(of: layer) {
                if let place = shapes.firstIndex(where: {
                    $0.name == shape.name && $0.rows == shape.rows && $0.columns == shape.columns
                }) {
                    shapes[place].count += shape.count
                    shapes[place].passed += shape.passed
                } else {
                    shapes.append(shape)
                }
            }
        }
        return shapes
    }

    /// Floating-point operations of one row that passes all layers; a multiplication and an addition count as two.
    ///
    /// - Parameter context: How many rows it attends to, as far as windows reach.
    /// - Returns: Those of products with weights and of attention; logits are left out.
    public func rowOperations(context: Double) -> Double {
        let products = projections.reduce(0.0) { $0 + Double($1.rows * $1.columns * $1.passed) }
        let attended = plan.layers.reduce(0.0) { sum, layer in
            sum + min(context, layer.attention.window.map(Double.init) ?? context)
        }
        return 2 * products + 4 * attended * Double(headCount * headWidth)
    }

    /// Floating-point operations of one row of logits.
    public var logitsOperations: Double { 2 * Double(hiddenSize * vocabularySize) }

    private func projections(of layer: LayerPlan) -> [ProjectionShape] {
        let (queries, keys) = (headCount * headWidth, keyValueHeadCount * headWidth)
        func one(_ name: String, _ rows: Int, _ columns: Int) -> ProjectionShape {
            ProjectionShape(name: name, rows: rows, columns: columns, count: 1, passed: 1)
        }
        let attention = [
            one("q_proj", queries, hiddenSize), one("k_proj", keys, hiddenSize), one("v_proj", keys, hiddenSize),
            one("o_proj", hiddenSize, queries),
        ]
        switch layer.feedForward {
        case .gated(let network): return attention + projections(of: network, count: 1, passed: 1)
        case .experts(let experts):
            return attention + [one("router", experts.count, hiddenSize)]
                + projections(of: experts.expert, count: experts.count, passed: experts.choice.count)
        }
    }

    private func projections(of network: GatedPlan, count: Int, passed: Int) -> [ProjectionShape] {
        [
            ("gate_proj", network.width, hiddenSize), ("up_proj", network.width, hiddenSize),
            ("down_proj", hiddenSize, network.width),
        ].map { ProjectionShape(name: $0, rows: $1, columns: $2, count: count, passed: passed) }
    }
}
