import CKernels
public import Foundation

/// Which variant of the kernels runs on this processor.
///
/// Variants differ in the order of their sums, so results differ by rounding from one to the next; within a variant a
/// row's result depends neither on the rows beside it nor on the number of threads.
public enum KernelVariant {
    /// One of ``known``; ``variable`` in the environment may lower it.
    public static var name: String { String(cString: espalier_kernel_variant()) }

    /// How many single-precision numbers its vectors hold: 16, 8 or 4.
    static var lanes: Int { Int(espalier_kernel_lanes()) }

    /// Where the environment may name a variant that is the best to be used.
    public static let variable = "ESPALIER_KERNELS"

    /// The names of all variants, best first; each is a value of ``variable``.
    public static let known: [String] =
        sequence(first: 0) { $0 + 1 }.lazy.map { espalier_variant_name(Int32($0)) }.prefix { $0 != nil }
        .compactMap { $0.map { String(cString: $0) } }.reversed()

    /// The variants that this processor can run, best first.
    public static var available: [String] {
        var names: [String] = []
        for wanted in known {
            let name = with(wanted) { Self.name }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The value of ``variable`` where it names no variant, and so changes nothing.
    ///
    /// - Parameter environment: The process's own unless given.
    /// - Returns: Nil where it names one, or is not set.
    public static func unknownName(
        in environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        guard let name = environment[variable], !name.isEmpty, !known.contains(name) else { return nil }
        return name
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
