import CKernels
import Foundation

extension WeightMatrix {
    /// The matrix as a model stores it when it has been opened.
    ///
    /// - Parameters:
    ///   - storage: How.
    ///   - isSensitive: Whether results change much with its numbers.
    ///   - done: Called with byte ranges of the present numbers that are not needed any more, ascending.
    /// - Returns: The matrix itself, or a copy.
    /// - Throws: ``StorageOverflow`` if a number is too large.
    public func converted(
        to storage: WeightStorage, isSensitive: Bool = false, done: (Range<Int>) -> Void = { _ in }
    ) throws(StorageOverflow) -> WeightMatrix {
        switch storage {
        case .stored: return rearranged(done: done)
        case .q8: return quantised(done: done)
        case .bf16:
            if format == .bfloat16 { return self }
            return try bfloat16Copy(done: done)
        case .q4:
            let target = storage.format(of: format, columns: columns, isSensitive: isSensitive)
            if target == (format.rearranged ?? format) { return rearranged(done: done) }
            if target == .q8 { return quantised(done: done) }
            return try fewBitCopy(isSensitive: isSensitive, done: done)
        }
    }

    /// Some rows at a time, so that no more than their singles stand beside the copy.
    private func bfloat16Copy(done: (Range<Int>) -> Void) throws(StorageOverflow) -> WeightMatrix {
        let piece = max(Self.quantisedBytes / max(4 * columns, 1), 1)
        var (numbers, singles) = (Data(capacity: 2 * rows * columns), Matrix(rows: 0, columns: columns))
        let rowBytes = rows > 0 && format.row.rows_together == 1 ? bytes.count / rows : 0
        for first in stride(from: 0, to: rows, by: piece) {
            let some = first..<min(first + piece, rows)
            lookUp(Array(some), into: &singles)
            numbers += try StorageFormat.bfloat16.encoded(Array(singles.values))
            if rowBytes > 0 { done(some.lowerBound * rowBytes..<some.upperBound * rowBytes) }
        }
        return WeightMatrix(bytes: numbers, format: .bfloat16, rows: rows, columns: columns, inputs: inputs)
    }

    /// An 8-bit copy: half the bytes of a 16-bit matrix, so half the time of a product that memory bounds.
    ///
    /// Each row is cut into blocks of 32 numbers, the last one filled with zeros: whole numbers of eight bits times a
    /// scale. The scale is the block's largest magnitude / 127, rounded up to eight significant bits, so that every
    /// number is off by at most half a scale: about 0.4 % of the block's largest. A block that holds an infinity or NaN
    /// becomes NaN throughout. (The idea of blocks with a scale each is that of llama.cpp's Q8_0, whose scale is an IEEE
    /// half.)
    ///
    /// Products multiply whole numbers: inputs are rounded likewise, see ``InputPrecision``.
    ///
    /// Sixteen rows are stored together, block by block, the last of them filled with rows of zeros.
    ///
    /// - Parameter done: Called with byte ranges of the present numbers that are not needed any more, ascending.
    /// - Returns: A matrix of the same shape in memory of its own; the matrix itself if it is an 8-bit copy already.
    public func quantised(done: (Range<Int>) -> Void = { _ in }) -> WeightMatrix {
        if format == .q8 { return self }
        return panels(in: .q8, done: done) { source, destination, count in
            espalier_quantise(source, format.code, destination, count, Int64(columns))
        }
    }

    /// The blocks of a GGUF file, rearranged for products: the same numbers in about as many bytes, sixteen rows interleaved.
    ///
    /// - Parameter done: Called with byte ranges of the present numbers that are not needed any more, ascending.
    /// - Returns: A matrix of the same shape in memory of its own; the matrix itself if products read it as it is.
    public func rearranged(done: (Range<Int>) -> Void = { _ in }) -> WeightMatrix {
        guard let target = format.rearranged else { return self }
        return panels(in: target, done: done) { source, destination, count in
            espalier_pack(source, format.code, destination, count, Int64(columns))
        }
    }

    /// A copy in the blocks of a GGUF file, rearranged for products, a few bits a number.
    ///
    /// - Throws: ``StorageOverflow`` if a number is too large for scales, which are halves.
    private func fewBitCopy(isSensitive: Bool, done: (Range<Int>) -> Void) throws(StorageOverflow) -> WeightMatrix {
        guard let encoded = WeightStorage.encoded(columns: columns, isSensitive: isSensitive),
            let target = encoded.rearranged
        else { return quantised(done: done) }
        try checkHalves()
        return panels(in: target, done: done) { source, destination, count in
            let blocks = Self.zeroes(Int(espalier_weight_bytes(encoded.code, count, Int64(columns)))) { blocks in
                espalier_encode(source, format.code, encoded.code, blocks, count, Int64(columns))
            }
            blocks.withUnsafeBytes { blocks in
                guard let blocks = blocks.baseAddress else { return }
                espalier_pack(blocks, encoded.code, destination, count, Int64(columns))
            }
        }
    }

    /// Makes sure that no finite number is larger than the largest half.
    private func checkHalves() throws(StorageOverflow) {
        if format == .float16 { return }
        let largest = StorageFormat.float16.largest
        var block = Matrix(rows: 0, columns: columns)
        for start in stride(from: 0, to: rows, by: 256) {
            lookUp(Array(start..<min(start + 256, rows)), into: &block)
            guard let place = block.values.firstIndex(where: { $0.isFinite && abs($0) > largest }) else { continue }
            throw StorageOverflow(number: block.values[place], place: start * columns + place, format: .float16)
        }
    }

    /// A copy in a format that interleaves rows, made of some rows at a time, so that what has been read can be forgotten.
    private func panels(
        in target: StorageFormat, done: (Range<Int>) -> Void,
        makingRows make: (_ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, _ count: Int64) -> Void
    ) -> WeightMatrix {
        let copyBytes = { (rows: Int) in Int(espalier_weight_bytes(target.code, Int64(rows), Int64(columns))) }
        let rowBytes = Int(espalier_weight_bytes(format.code, 1, Int64(columns)))
        let piece = max(Self.quantisedBytes / max(rowBytes, 1) / 16, 1) * 16
        let copy = Self.zeroes(copyBytes(rows)) { destination in
            bytes.withUnsafeBytes { source in
                guard let source = source.baseAddress else { return }
                for first in stride(from: 0, to: rows, by: piece) {
                    let count = min(piece, rows - first)
                    make(source + first * rowBytes, destination + copyBytes(first), Int64(count))
                    done(first * rowBytes..<(first + count) * rowBytes)
                }
            }
        }
        return WeightMatrix(bytes: copy, format: target, rows: rows, columns: columns, inputs: inputs)
    }

    /// A number of bytes, zero until they are written.
    ///
    /// `Data` that grows by itself takes a quarter more.
    private static func zeroes(_ count: Int, writtenBy write: (UnsafeMutableRawPointer) -> Void) -> Data {
        guard count > 0 else { return Data() }
        guard let memory = calloc(count, 1) else { preconditionFailure("no memory for \(count) bytes") }
        write(memory)
        return Data(bytesNoCopy: memory, count: count, deallocator: .free)
    }

    /// How many stored bytes are rounded at a time.
    private static let quantisedBytes = 16 << 20
}
