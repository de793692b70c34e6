import Autograd
import Foundation
import LanguageModels
import Speculation
import Tensors

/// What of a target's reading of a sequence is worth keeping: all that training needs where no trees are asked about.
///
/// ```
/// features    F16, [tokens, layers · width]
/// states      F16, [asked, width], what the output head sees
/// log_sums    F32, [asked, 1]
/// best        I64, [asked]
/// ```
struct KeptReading {
    /// Rounded to half precision.
    let features: DenseMatrix<Float>

    /// The states after the final norm of the tokens asked about, rounded to half precision.
    let states: DenseMatrix<Float>

    /// As ``TargetReading`` has them.
    let logSums: [Float]

    /// As ``TargetReading`` has them.
    let best: [Token]

    private init(features: DenseMatrix<Float>, states: DenseMatrix<Float>, logSums: [Float], best: [Token]) {
        self.features = features
        self.states = states
        self.logSums = logSums
        self.best = best
    }

    /// Rounds what was read.
    ///
    /// - Parameter pass: The target's pass, its states among what it gave.
    /// - Returns: The numbers, and the tensors that a file of them holds.
    /// - Throws: `ModelError` if a number is too large for half precision.
    static func rounding(_ pass: TargetPass) throws -> (reading: KeptReading, tensors: [TensorContent]) {
        func content(_ name: String, _ matrix: DenseMatrix<Float>) throws -> TensorContent {
            try TensorContent(name, shape: [matrix.rows, matrix.columns], matrix.values, storing: .float16)
        }
        let (features, states) = (try content("features", pass.features), try content("states", pass.states))
        let reading = KeptReading(
            features: numbers(features.bytes, rows: pass.features.rows, columns: pass.features.columns),
            states: numbers(states.bytes, rows: pass.states.rows, columns: pass.states.columns),
            logSums: pass.logSums, best: pass.best)
        let logSums = TensorContent("log_sums", Matrix(DenseMatrix(column: pass.logSums)))
        return (reading, [features, states, logSums, TensorContent("best", integers: pass.best)])
    }

    private static func numbers(
        _ bytes: Data, _ format: StorageFormat = .float16, rows: Int, columns: Int
    ) -> DenseMatrix<Float> {
        let view = WeightMatrix(bytes: bytes, format: format, rows: rows, columns: columns)
        return DenseMatrix(view.widened(), rows: rows, columns: columns)
    }

    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - tensors: What ``rounding(_:)`` gave.
    ///   - mark: What the file belongs to.
    /// - Returns: A safetensors file.
    static func encoded(_ tensors: [TensorContent], for mark: String) -> Data {
        SafetensorsData.encoded(
            tensors, metadata: ["reading": mark, "checksum": checksum(tensors.map(\.bytes))])
    }

    private static func checksum(_ parts: [Data]) -> String {
        var hash = ContentHash()
        for part in parts { hash.combine(words: part) }
        return String(hash.value, radix: 16)
    }

    /// Reads a file; nil if it is none, damaged, or of something else.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - mark: What it should belong to.
    ///   - tokens: How many tokens the sequence has.
    ///   - asked: How many of them were asked about.
    init?(contentsOf url: URL, for mark: String, tokens: Int, asked: Int) {
        guard let file = try? SafetensorsFile(contentsOf: url), file.metadata["reading"] == mark else { return nil }
        let entries = ["features", "states", "log_sums", "best"].compactMap { name in
            file.entries.first { $0.name == name }
        }
        guard entries.count == 4, file.entries.count == 4,
            zip(entries, ["F16", "F16", "F32", "I64"]).allSatisfy({ $0.type == $1 }),
            entries[0].shape.count == 2, entries[0].shape[0] == tokens, entries[1].shape.count == 2,
            entries[1].shape[0] == asked, entries[2].shape == [asked, 1], entries[3].shape == [asked]
        else { return nil }
        let parts = entries.map { file.bytes(of: $0) }
        guard Self.checksum(parts) == file.metadata["checksum"] else { return nil }
        let integers = parts[3].withUnsafeBytes { bytes in
            (0..<asked).map { Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))) }
        }
        self.init(
            features: Self.numbers(parts[0], rows: tokens, columns: entries[0].shape[1]),
            states: Self.numbers(parts[1], rows: asked, columns: entries[1].shape[1]),
            logSums: Self.numbers(parts[2], .float32, rows: asked, columns: 1).values, best: integers)
    }
}
