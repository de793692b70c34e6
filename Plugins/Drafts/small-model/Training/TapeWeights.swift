import Autograd
import LanguageModels
import Tensors

/// A tape's parameters as the parts of layers.
struct TapeWeights: LayerSource {
    typealias Operations = TapeOperations<Float>

    let weights: NamedVariables<Float>

    func matrices(_ name: String, rows: [Int], columns: Int) throws -> [Variable<Float>] {
        split(weights[name], rows) { $0.slicing(rows: $1) }
    }

    func vectors(_ name: String, counts: [Int], adding offset: Float) throws -> [Variable<Float>] {
        let stored = weights[name]
        let whole =
            offset == 0
            ? stored
            : stored + Variable(constant: DenseMatrix(row: [Float](repeating: offset, count: stored.columns)))
        return split(whole, counts) { $0.slicing(columns: $1) }
    }

    private func split(
        _ whole: Variable<Float>, _ counts: [Int], _ part: (Variable<Float>, Range<Int>) -> Variable<Float>
    ) -> [Variable<Float>] {
        counts.count == 1 ? [whole] : counts.consecutiveRanges.map { part(whole, $0) }
    }
}

/// Trained parameters as the weights of a model that decodes.
struct TrainedWeights: LayerSource {
    typealias Operations = StoredOperations

    private let parameters: NamedMatrices<Float>

    init(_ parameters: NamedMatrices<Float>) { self.parameters = parameters }

    func matrices(_ name: String, rows: [Int], columns: Int) throws -> [WeightMatrix] {
        let whole = matrix(name)
        return rows.consecutiveRanges.map { WeightMatrix(Matrix(whole.cutting(rows: $0, columns: 0..<columns))) }
    }

    func vectors(_ name: String, counts: [Int], adding offset: Float) throws -> [[Float]] {
        let whole = matrix(name).values.map { offset + $0 }
        return counts.consecutiveRanges.map { Array(whole[$0]) }
    }

    private func matrix(_ name: String) -> DenseMatrix<Float> {
        guard let matrix = parameters[name] else { preconditionFailure("no parameter '\(name)'") }
        return matrix
    }
}

/// A checkpoint's tensors, widened and remembered by name as they are asked for: the parameters of a model.
struct WidenedWeights: LayerSource {
    typealias Operations = StoredOperations

    private var reader: TensorReader

    /// What has been asked for so far, vectors as single rows.
    private(set) var parameters = NamedMatrices<Float>()

    init(_ reader: TensorReader) { self.reader = reader }

    mutating func matrices(_ name: String, rows: [Int], columns: Int) throws -> [WeightMatrix] {
        let count = rows.reduce(0, +)
        let stored = try reader.storedMatrix(name, rows: count, columns: columns)
        parameters.append(name, DenseMatrix(stored.widened(), rows: count, columns: columns))
        return rows.map { _ in stored }
    }

    mutating func vectors(_ name: String, counts: [Int], adding offset: Float) throws -> [[Float]] {
        let stored = try reader.vector(name, count: counts.reduce(0, +))
        parameters.append(name, DenseMatrix(row: stored))
        return counts.map { _ in stored }
    }
}
