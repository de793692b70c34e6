import CKernels
import COpenBLAS
import Foundation

/// Which of two ways a matrix product is computed.
public enum ProductRoute: Sendable, Hashable {
    /// Our kernels: no row's result depends on how many rows are computed with it. Decoding and verification use it.
    case rowExact

    /// The faster way for as many rows: OpenBLAS on weights widened block by block where it wins, else our kernels. Reading a
    /// prompt uses it.
    case throughput
}

extension WeightMatrix {
    /// From how many input rows on OpenBLAS is faster than our kernels: a matter of how wide their vectors are.
    ///
    /// It multiplies singles alone: at other numbers our kernels are several times faster, and it does not round inputs.
    private var fewestRowsForBLAS: Int {
        if inputs != .full || arithmetic != .singles { return .max }
        return switch KernelVariant.lanes {
        case 16: 256
        case 8: 128
        default: 48
        }
    }

    /// Whether OpenBLAS computes a product with this many input rows.
    func goesToBLAS(inputRows: Int, route: ProductRoute) -> Bool {
        route == .throughput && inputRows >= fewestRowsForBLAS
    }

    /// How many weight rows are widened at a time for OpenBLAS: few enough for the threads to share a small matrix.
    private static let widenedRows = 128

    /// Computes `input · weightsᵀ + bias`.
    ///
    /// - Parameters:
    ///   - input: `[count, columns]`.
    ///   - bias: `[rows]`, or nil.
    ///   - output: Resized to `[count, rows]`.
    ///   - route: How to compute.
    /// - Precondition: Widths match.
    public func multiply(_ input: Matrix, bias: [Float]? = nil, into output: inout Matrix, route: ProductRoute) {
        precondition(bias.map { $0.count == rows } ?? true, "bias of another width")
        prepare(&output, for: input)
        guard input.rows > 0 else { return }
        if goesToBLAS(inputRows: input.rows, route: route) {
            multiplyByBLAS(input, into: &output)
        } else {
            multiplyByKernel(input, into: &output)
        }
        if let bias { output.addToRows(bias) }
    }

    /// Checks the widths of a product, and resizes the output to it.
    func prepare(_ output: inout Matrix, for input: Matrix) {
        precondition(input.columns == columns, "input of width \(input.columns) for weights of \(columns)")
        precondition(output.columns == rows, "output of width \(output.columns) for weights of \(rows) rows")
        output.resize(rows: input.rows)
    }

    private func multiplyByKernel(_ input: Matrix, into output: inout Matrix) {
        withFactor(&output) { factor in
            withUnsafePointer(to: factor) { multiply(input, byKernelWith: $0, count: 1) }
        }
    }

    /// Lends the weights and the storage of an output to the kernels.
    func withFactor(_ output: inout Matrix, _ body: (espalier_factor) -> Void) {
        bytes.withUnsafeBytes { weights in
            output.storage.withUnsafeMutableBufferPointer { destination in
                body(espalier_factor(weights: weights.baseAddress, output: destination.baseAddress, rows: Int64(rows)))
            }
        }
    }

    /// Computes the products of an input by factors of this matrix's format and precision of inputs.
    func multiply(_ input: Matrix, byKernelWith factors: UnsafePointer<espalier_factor>, count: Int) {
        input.storage.withUnsafeBufferPointer { source in
            espalier_matrix_products(
                factors, Int32(count), format.code, inputs.code, source.baseAddress, Int64(columns),
                Int64(input.rows))
        }
    }

    private func multiplyByBLAS(_ input: Matrix, into output: inout Matrix) {
        let blockRows = min(Self.widenedRows, rows)
        SystemBLAS.holdToOneThread()
        let threads = ThreadPool.threads
        var scratch = [Float](repeating: 0, count: threads * blockRows * columns)
        bytes.withUnsafeBytes { weights in
            input.storage.withUnsafeBufferPointer { source in
                output.storage.withUnsafeMutableBufferPointer { destination in
                    espalier_wide_product(
                        weights.baseAddress, format.code, source.baseAddress, destination.baseAddress,
                        &scratch, Int32(threads), Int64(blockRows), Int64(rows), Int64(columns), Int64(input.rows)
                    ) { input, block, output, count, rows, depth, stride in
                        cblas_sgemm(
                            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(count), Int32(rows), Int32(depth), 1,
                            input, Int32(depth), block, Int32(depth), 0, output, Int32(stride))
                    }
                }
            }
        }
    }
}
