import COpenBLAS
import Foundation

/// Which of OpenBLAS's kernels run, and which should.
///
/// On a processor that it does not know, OpenBLAS falls back to its oldest x86 kernels, at a quarter of the speed, or to those without
/// AVX-512, at half of it.
/// `OPENBLAS_CORETYPE` in the environment changes that, but it is read when the library is loaded, before `main`; a
/// command therefore calls ``better(than:features:)`` first thing and starts itself anew with the variable set.
public enum BLASCoreType {
    /// The kernels in use, such as "Haswell" or "Prescott".
    public static var current: String { String(cString: openblas_get_corename()) }

    /// The library's version and how it was built.
    public static var library: String {
        String(cString: openblas_get_config()).trimmingCharacters(in: .whitespaces)
    }

    /// The core type to ask for instead, if the processor can run better kernels than the present ones.
    ///
    /// - Parameters:
    ///   - name: The kernels in use.
    ///   - features: What the processor can do, named as in `/proc/cpuinfo`.
    /// - Returns: A value for `OPENBLAS_CORETYPE` that only needs features that are present, or nil.
    public static func better(than name: String, features: Set<String>) -> String? {
        let withoutAVX2: Set<String> = [
            "katmai", "coppermine", "northwood", "prescott", "banias", "atom", "core2", "penryn", "dunnington",
            "nehalem", "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "nano", "generic", "unknown",
            "sandybridge", "bulldozer", "piledriver", "steamroller",
        ]
        let known = name.lowercased()
        // Also where AVX2 alone is used of a processor with AVX-512, as on one that is newer than the library.
        guard withoutAVX2.contains(known) || ["haswell", "zen", "excavator"].contains(known) else { return nil }
        if features.isSuperset(of: ["avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd", "avx2", "fma"]) {
            return "SKYLAKEX"
        }
        return features.isSuperset(of: ["avx2", "fma"]) && withoutAVX2.contains(known) ? "HASWELL" : nil
    }
}
