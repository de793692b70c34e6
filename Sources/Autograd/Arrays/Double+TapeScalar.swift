import COpenBLAS
import Foundation
import Tensors

extension Double: TapeScalar {
    /// The exponential of the system's mathematical library.
    public static func exponential(_ exponent: Double) -> Double { exp(exponent) }

    /// The natural logarithm.
    public static func logarithm(_ number: Double) -> Double { log(number) }

    /// A product by `cblas_dgemm`.
    public static func addProduct(
        size: ProductSize, scale: Double, left: ProductFactor<Double>, right: ProductFactor<Double>, retained: Double,
        destination: UnsafeMutablePointer<Double>, stride: Int
    ) {
        SystemBLAS.holdToOneThread()
        cblas_dgemm(
            CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
            right.isTransposed ? CblasTrans : CblasNoTrans,
            Int32(size.rows), Int32(size.columns), Int32(size.depth), scale, left.start, Int32(left.stride),
            right.start, Int32(right.stride), retained, destination, Int32(stride))
    }
}
