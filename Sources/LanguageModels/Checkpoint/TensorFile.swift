import Foundation

/// A file that holds tensors, mapped into memory and checked.
protocol TensorFile: Sendable {
    /// The file's path, for messages.
    var path: String { get }

    /// Its tensors, by the names of Hugging Face layout.
    var entries: [TensorEntry] { get }

    /// The bytes of a tensor.
    ///
    /// - Parameter entry: One of ``entries``.
    /// - Returns: Its numbers, row-major; a slice of the mapping wherever the file has them in this order.
    func bytes(of entry: TensorEntry) -> Data

    /// Lets the system take back the memory of a part of a tensor's bytes until they are looked at again.
    ///
    /// - Parameters:
    ///   - entry: One of ``entries``.
    ///   - part: Offsets from the tensor's beginning.
    func forget(_ entry: TensorEntry, _ part: Range<Int>)
}

extension SafetensorsFile: TensorFile {}
