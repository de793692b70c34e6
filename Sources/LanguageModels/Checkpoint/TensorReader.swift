public import Foundation
public import Tensors

/// Takes tensors out of a checkpoint by name and shape, and remembers which, so that none is missed or left over.
public struct TensorReader {
    private let checkpoint: Checkpoint
    private let rename: (String) -> String
    private let precision: ProductPrecision
    private let sensitive: SensitiveMatrices

    /// Whether a matrix was taken that is stored in blocks of a few bits.
    private(set) var hasBlocks = false

    /// Hears of the bytes of each matrix when it has been taken.
    var onTaking: ((_ bytes: Int) -> Void)?

    private var taken: Set<String> = []

    /// Starts reading.
    ///
    /// - Parameters:
    ///   - checkpoint: Where the tensors are.
    ///   - precision: How the matrices that ``matrix(_:rows:columns:)`` takes are stored and multiplied.
    ///   - rename: Turns the name asked for into the file's.
    public init(
        _ checkpoint: Checkpoint, precision: ProductPrecision = ProductPrecision(),
        rename: @escaping (String) -> String = { $0 }
    ) {
        self.checkpoint = checkpoint
        self.precision = precision
        sensitive = SensitiveMatrices(among: precision.storage == .q4 ? checkpoint.names : [])
        self.rename = rename
    }

    /// An error that names the checkpoint's folder.
    ///
    /// - Parameter problem: What is wrong.
    /// - Returns: The error to throw.
    public func error(_ problem: String) -> ModelError { checkpoint.error(problem) }

    /// The file that holds a tensor, for messages.
    func path(of name: String) -> String { checkpoint.path(of: rename(name)) }

    /// Whether there is a tensor of this name.
    public func has(_ name: String) -> Bool { checkpoint.entry(rename(name)) != nil }

    /// Takes a weight matrix in the reader's precision.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - rows: The expected number of rows.
    ///   - columns: The expected number of columns.
    /// - Returns: A view of the mapped file, or a copy.
    /// - Throws: ``ModelError`` if it is missing, of another shape, or of a type that weights cannot have, or if a number is
    ///   too large for the storage.
    public mutating func matrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
        let stored = try storedMatrix(name, rows: rows, columns: columns)
        return try converted(stored, named: name)
    }

    /// Takes several weight matrices of one input that are stored as one, the rows of the first before those of the second, in
    /// the reader's precision.
    ///
    /// - Parameters:
    ///   - name: The name of the whole.
    ///   - rows: The expected number of rows of each.
    ///   - columns: The expected number of columns.
    /// - Returns: Views of the mapped file, or copies.
    /// - Throws: ``ModelError`` as ``matrix(_:rows:columns:)`` does.
    public mutating func matrices(_ name: String, rows: [Int], columns: Int) throws -> [WeightMatrix] {
        let whole = try storedMatrix(name, rows: rows.reduce(0, +), columns: columns)
        return try rows.consecutiveRanges.enumerated().map { part, range in
            let offset = whole.rows > 0 ? whole.byteCount / whole.rows * range.lowerBound : 0
            return try converted(whole.part(rows: range), named: name, part: part, at: offset)
        }
    }

    /// A matrix in the reader's precision.
    ///
    /// - Parameters:
    ///   - stored: A matrix of this checkpoint as it is stored.
    ///   - name: Its name.
    ///   - part: Which of several of the name it is, from 0.
    ///   - offset: Where its bytes begin among those of the name.
    /// - Returns: The matrix itself, or a copy.
    /// - Throws: ``ModelError`` if a number is too large for the storage.
    mutating func converted(
        _ stored: WeightMatrix, named name: String, part: Int = 0, at offset: Int = 0
    ) throws -> WeightMatrix {
        do {
            // Else the original would stay in memory beside its copy.
            let isSensitive = sensitive.contains(name, part: part)
            let matrix = try stored.converted(to: precision.storage, isSensitive: isSensitive) { done in
                checkpoint.forget(rename(name), offset + done.lowerBound..<offset + done.upperBound)
            }
            onTaking?(stored.byteCount)
            hasBlocks = hasBlocks || matrix.format.blockNumbers > 1
            return matrix.rounding(inputs: precision.inputs(for: matrix.format))
        } catch {
            throw ModelError(
                checkpoint.path(of: rename(name)), "tensor '\(checkpoint.spelling(of: rename(name)))': \(error)")
        }
    }

    /// Takes a weight matrix as it is stored, such as an embedding table, of which a pass reads few rows.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - rows: The expected number of rows.
    ///   - columns: The expected number of columns.
    /// - Returns: A view of the mapped file.
    /// - Throws: ``ModelError`` if it is missing, of another shape, or of a type that weights cannot have.
    public mutating func storedMatrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
        let (entry, bytes) = try take(name, shape: [rows, columns])
        return WeightMatrix(bytes: bytes, format: try format(of: entry), rows: rows, columns: columns)
    }

    /// Takes a vector in single precision, such as a norm's weight or a bias.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - count: The expected number of numbers.
    /// - Returns: The numbers.
    /// - Throws: ``ModelError`` if it is missing, of another shape, or of a type that weights cannot have.
    public mutating func vector(_ name: String, count: Int) throws -> [Float] {
        let (entry, bytes) = try take(name, shape: [count])
        return WeightMatrix(bytes: bytes, format: try format(of: entry), rows: 1, columns: count).widened()
    }

    private func format(of entry: TensorEntry) throws -> StorageFormat {
        if let format = entry.format { return format }
        throw ModelError(
            checkpoint.path(of: entry.name),
            "tensor '\(entry.spelling)' has dtype \(entry.type), and weights must be \(checkpoint.weightTypes)")
    }

    /// Takes a tensor of any type.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - shape: The expected extents.
    /// - Returns: What the header says of it, and its bytes.
    /// - Throws: ``ModelError`` if it is missing or of another shape.
    public mutating func take(_ name: String, shape: [Int]) throws -> (entry: TensorEntry, bytes: Data) {
        let stored = rename(name)
        if let random = checkpoint.random {
            let bytes = random.bytes(named: stored, shape: shape)
            return (
                TensorEntry(
                    name: stored, type: random.format.name, shape: shape, range: 0..<bytes.count, format: random.format),
                bytes
            )
        }
        guard let entry = checkpoint.entry(stored), let bytes = checkpoint.bytes(of: stored) else {
            throw ModelError(
                checkpoint.folder.path, "tensor '\(checkpoint.spelling(of: stored))' of shape \(shape) is missing")
        }
        guard entry.shape == shape else {
            throw ModelError(
                checkpoint.path(of: stored),
                "tensor '\(entry.spelling)' has shape \(entry.shape), and the configuration asks for \(shape)")
        }
        taken.insert(stored)
        return (entry, bytes)
    }

    /// Counts a tensor as taken that need not be read, as it repeats another one.
    mutating func leave(_ name: String) { taken.insert(rename(name)) }

    /// Makes sure that every tensor has been taken.
    ///
    /// - Parameter ignorable: Tells which tensors carry no weights, such as rotary frequencies that old files store.
    /// - Returns: The names of those that were ignored.
    /// - Throws: ``ModelError`` that names tensors nobody asked for, with their shapes.
    @discardableResult
    public func finish(ignoring ignorable: (String) -> Bool = { _ in false }) throws -> [String] {
        var (ignored, extra): ([String], [String]) = ([], [])
        for name in checkpoint.names where !taken.contains(name) {
            if ignorable(name) { ignored.append(name) } else { extra.append(name) }
        }
        guard let first = extra.first, let entry = checkpoint.entry(first) else { return ignored }
        let more = extra.count > 1 ? " and \(extra.count - 1) more" : ""
        throw ModelError(
            checkpoint.path(of: first),
            "holds tensor '\(entry.spelling)' of shape \(entry.shape)\(more), which this architecture does not have")
    }
}
