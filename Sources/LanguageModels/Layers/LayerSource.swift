public import Tensors

/// Where layers take their parts from, by the names under which checkpoints store them: a checkpoint's tensors for decoding,
/// a tape's parameters for training.
public protocol LayerSource<Operations> {
    /// What the layers are written in.
    associatedtype Operations: DecoderOperations

    /// Takes weight matrices of one input that are stored as one, the rows of the first before those of the second.
    ///
    /// - Parameters:
    ///   - name: The name of the whole.
    ///   - rows: The expected number of rows of each.
    ///   - columns: The expected number of columns.
    /// - Returns: One for each number of rows.
    /// - Throws: If it is missing or of another shape.
    mutating func matrices(_ name: String, rows: [Int], columns: Int) throws -> [Operations.Weights]

    /// Takes vectors that are stored as one, such as a norm's factors or biases.
    ///
    /// - Parameters:
    ///   - name: The name of the whole.
    ///   - counts: The expected number of numbers of each.
    ///   - offset: What is added to every number as it is stored.
    /// - Returns: One for each count.
    /// - Throws: If it is missing or of another shape.
    mutating func vectors(_ name: String, counts: [Int], adding offset: Float) throws -> [Operations.Gain]
}

extension LayerSource {
    /// Takes a weight matrix.
    mutating func matrix(_ name: String, rows: Int, columns: Int) throws -> Operations.Weights {
        try matrices(name, rows: [rows], columns: columns)[0]
    }

    /// Takes a vector.
    mutating func vector(_ name: String, count: Int, adding offset: Float = 0) throws -> Operations.Gain {
        try vectors(name, counts: [count], adding: offset)[0]
    }
}

extension TensorReader: LayerSource {
    /// Stored weights.
    public typealias Operations = StoredOperations

    /// Takes vectors that are stored as one.
    ///
    /// - Parameters:
    ///   - name: The name of the whole.
    ///   - counts: The expected number of numbers of each.
    ///   - offset: What is added to every number as it is stored.
    /// - Returns: One for each count.
    /// - Throws: ``ModelError`` as ``vector(_:count:)`` does.
    public mutating func vectors(_ name: String, counts: [Int], adding offset: Float) throws -> [[Float]] {
        let stored = try vector(name, count: counts.reduce(0, +))
        let whole = offset == 0 ? stored : stored.map { offset + $0 }
        return counts.consecutiveRanges.map { Array(whole[$0]) }
    }
}
