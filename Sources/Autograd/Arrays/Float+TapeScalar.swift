import CKernels
import COpenBLAS
import Foundation
import Tensors

extension Float: TapeScalar {
    /// The exponential, without branches so that loops over it vectorise.
    ///
    /// With n = round(x / ln 2) and r = x - n ln 2, eˣ = 2ⁿ eʳ and |r| ≤ ln 2 / 2; eʳ is its Taylor polynomial of
    /// degree 7. The relative error stays below 3e-7. Above 88.3 the result is infinity, and below -87 zero: there 2ⁿ
    /// would need special care.
    @inline(__always)
    public static func exponential(_ exponent: Float) -> Float {
        let limited = exponent < -87 ? -87 : (exponent > 88.3 ? 88.3 : exponent)
        // Adding 1.5 · 2²³ rounds to an integer and leaves it in the low bits.
        let rounder: Float = 12_582_912
        let shifted = limited * 1.442_695_04 + rounder
        let power = shifted - rounder
        let rest = (limited - power * 0.693_359_375) + power * 2.121_944_4e-4
        var series: Float = 1.0 / 5040
        series = series * rest + 1.0 / 720
        series = series * rest + 1.0 / 120
        series = series * rest + 1.0 / 24
        series = series * rest + 1.0 / 6
        series = series * rest + 0.5
        series = series * rest + 1
        series = series * rest + 1
        let result = series * Float(bitPattern: (shifted.bitPattern &+ 127) &<< 23)
        let bounded = exponent < -87 ? 0 : result
        return exponent > 88.3 ? .infinity : bounded
    }

    /// The natural logarithm.
    public static func logarithm(_ number: Float) -> Float { log(number) }

    /// A product by `cblas_sgemm`.
    public static func addProduct(
        size: ProductSize, scale: Float, left: ProductFactor<Float>, right: ProductFactor<Float>, retained: Float,
        destination: UnsafeMutablePointer<Float>, stride: Int
    ) {
        SystemBLAS.holdToOneThread()
        cblas_sgemm(
            CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
            right.isTransposed ? CblasTrans : CblasNoTrans,
            Int32(size.rows), Int32(size.columns), Int32(size.depth), scale, left.start, Int32(left.stride),
            right.start, Int32(right.stride), retained, destination, Int32(stride))
    }

    /// A product of rounded factors, where the processor multiplies pairs of BF16 numbers in one step.
    public static var addRoundedProduct: ScaledProduct<Float>? {
        guard espalier_multiplies_pairs() != 0 else { return nil }
        return { size, scale, left, right, retained, destination, stride in
            var product = espalier_rounded_product(
                left: left.stored, right: right.stored, destination: destination, stride: Int64(stride),
                rows: Int64(size.rows), columns: Int64(size.columns), depth: Int64(size.depth), scale: scale,
                retained: retained)
            espalier_multiply_rounded(&product)
        }
    }
}

extension ProductFactor<Float> {
    fileprivate var stored: espalier_stored_factor {
        espalier_stored_factor(start: start, stride: Int64(stride), is_transposed: isTransposed ? 1 : 0)
    }
}
