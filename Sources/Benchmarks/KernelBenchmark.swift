import LanguageModels
import Tensors

/// Measures the kernels of a pass one by one, on matrices of a model's shapes.
///
/// A call finds its weights where a pass would find them: as many different matrices of a shape take turns as the model
/// has layers, up to 256 MB.
struct KernelBenchmark {
    let model: Transformer
    let weights: ModelWeights
    let counts: [Int]
    let repetitions: Repetitions

    private static let mostBytes = 256 << 20

    /// The distinct shapes of projections, and that of the output head.
    var shapes: [(name: String, rows: Int, columns: Int)] {
        let configuration = model.configuration
        var seen: Set<[Int]> = []
        return configuration.projections.filter { seen.insert([$0.rows, $0.columns]).inserted }
            .map { ($0.name, $0.rows, $0.columns) }
            + [("lm_head", configuration.vocabularySize, configuration.hiddenSize)]
    }

    /// The figures of one shape.
    func product(
        _ shape: (name: String, rows: Int, columns: Int), against bounds: inout MachineBounds
    ) throws -> [KernelFigure] {
        let first = try weights.matrix("kernel.0", rows: shape.rows, columns: shape.columns)
        let wanted = shape.name == "lm_head" ? 1 : model.configuration.layerCount
        let copies = max(1, min(wanted, Self.mostBytes / first.byteCount))
        let matrices =
            try [first]
            + (1..<copies).map {
                try weights.matrix("kernel.\($0)", rows: shape.rows, columns: shape.columns)
            }
        return try product(shape.name, matrices, against: &bounds)
    }

    private func product(
        _ name: String, _ matrices: [WeightMatrix], against bounds: inout MachineBounds
    ) throws -> [KernelFigure] {
        let (rows, columns) = (matrices[0].rows, matrices[0].columns)
        let inputs = counts.map { RandomMatrix.make(rows: $0, columns: columns) }
        var output = Matrix(rows: 0, columns: rows)
        var turn = 0
        let times = try repetitions.medians(of: counts.count) { piece in
            matrices[turn % matrices.count].multiply(inputs[piece], into: &output, route: .rowExact)
            turn += 1
        }
        let stream = bounds.streamRate(over: matrices.reduce(0) { $0 + $1.byteCount })
        return zip(counts, times).map { count, seconds in
            let bytes = Double(matrices[0].byteCount + 4 * count * (rows + columns))
            let operations = 2 * Double(rows) * Double(columns) * Double(count)
            return KernelFigure(
                name: name, dtype: weights.dtype, inputs: weights.inputs, rows: rows, columns: columns,
                n: count,
                seconds: seconds, bytes: bytes, operations: operations, stream: stream,
                peak: bounds.gigaflops(matrices[0].arithmetic))
        }
    }

    /// The figures of tree attention over one layer's keys and values.
    func attention(context: Int, against bounds: inout MachineBounds) throws -> [KernelFigure] {
        let heads = model.configuration.heads
        let most = counts.max() ?? 1
        var store = KeyValueStore(groups: heads.groups, width: heads.width)
        let keys = RandomMatrix.make(rows: context + most, columns: heads.groups * heads.width)
        store.write(keys: keys, values: keys, at: 0)
        let queryWidth = heads.count * heads.width
        let queries = counts.map { RandomMatrix.make(rows: $0, columns: queryWidth) }
        let visible = counts.map { Visibility.tree(past: context, parents: BenchmarkTree.parents(of: $0)) }
        var output = Matrix(rows: 0, columns: queryWidth)
        let times = try repetitions.medians(of: counts.count) { piece in
            store.attend(
                queries[piece], seeing: visible[piece], scale: 0.1, into: &output)
        }
        let stored = 8 * context * heads.groups * heads.width
        let stream = bounds.streamRate(over: max(stored, 512))
        return zip(counts, times).map { count, seconds in
            KernelFigure(
                name: "attention", dtype: "f32", inputs: .full, rows: context, columns: queryWidth, n: count,
                seconds: seconds, bytes: Double(stored + 8 * count * queryWidth),
                operations: 4 * Double(context) * Double(queryWidth) * Double(count), stream: stream,
                peak: bounds.gigaflops(.singles))
        }
    }
}

extension KernelFigure {
    /// Derives rates from a time and what was done in it.
    init(
        name: String, dtype: String, inputs: InputPrecision, rows: Int, columns: Int, n: Int, seconds: Double,
        bytes: Double, operations: Double, stream: Double, peak: Double
    ) {
        self.init(
            name: name, dtype: dtype, inputs: inputs.rawValue, rows: rows, columns: columns, n: n, seconds: seconds,
            gigabytesPerSecond: bytes / seconds / 1e9, gigaflops: operations / seconds / 1e9,
            shareOfBound: max(bytes / (stream * 1e9), operations / (peak * 1e9)) / seconds,
            streamGigabytesPerSecond: stream)
    }
}
