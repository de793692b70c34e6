import CKernels

/// Which variant of the kernels runs on this processor.
public enum KernelVariant {
    /// "avx512", "avx2" or "portable"; `ESPALIER_KERNELS` in the environment may lower it.
    public static var name: String { String(cString: espalier_kernel_variant()) }
}
