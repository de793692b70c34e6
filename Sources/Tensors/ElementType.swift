import CKernels

/// How the numbers of a stored tensor are encoded.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
    /// IEEE single precision, 4 bytes.
    case float32 = "F32"

    /// IEEE half precision, 2 bytes.
    case float16 = "F16"

    /// The upper half of a single, 2 bytes.
    case bfloat16 = "BF16"

    /// The size of one number in bytes.
    public var byteCount: Int { self == .float32 ? 4 : 2 }

    /// The number by which the C kernels know the type.
    var kernelCode: Int32 {
        switch self {
        case .float32: Int32(ESPALIER_F32)
        case .float16: Int32(ESPALIER_F16)
        case .bfloat16: Int32(ESPALIER_BF16)
        }
    }
}
