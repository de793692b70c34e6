import CKernels

/// Which variant of the kernels runs on this processor.
///
/// Variants differ in the order of their sums, so results differ by rounding from one to the next; within a variant a
/// row's result depends neither on the rows beside it nor on the number of threads.
public enum KernelVariant {
    /// "avx512bf16", "avx512vnni", "avx512", "avx2", "neon" or "portable"; `ESPALIER_KERNELS` in the environment may lower it.
    public static var name: String { String(cString: espalier_kernel_variant()) }

    /// How many single-precision numbers its vectors hold: 16, 8 or 4.
    static var lanes: Int { Int(espalier_kernel_lanes()) }

    /// The variants that this processor can run, best first; each is a value of `ESPALIER_KERNELS`.
    public static var available: [String] {
        var names: [String] = []
        for wish in ["avx512bf16", "avx512vnni", "avx512", "avx2", "neon", "portable"] {
            let name = with(wish) { Self.name }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Runs kernels of at most the named variant.
    ///
    /// - Parameters:
    ///   - variant: The best variant to use; the processor's own limits hold all the same.
    ///   - body: What calls kernels; only calls from its own thread are meant.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws.
    public static func with<Result, Failure>(
        _ variant: String, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        _ = espalier_lower_kernels(variant)
        defer { _ = espalier_lower_kernels(nil) }
        return try body()
    }
}
