import Tensors
import Testing

/// Which OpenBLAS kernels a processor should run.
struct BLASCoreTypeTests {
    static let avx2: Set<String> = ["sse4_2", "avx", "avx2", "fma"]
    static let avx512 = avx2.union(["avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"])

    @Test(
        arguments: [
            ("Prescott", avx512, "SKYLAKEX"), ("prescott", avx2, "HASWELL"), ("Core2", avx2, "HASWELL"),
            ("Nehalem", avx512, "SKYLAKEX"), ("Sandybridge", avx2, "HASWELL"), ("Barcelona", avx2, "HASWELL"),
            ("Haswell", avx512, "SKYLAKEX"), ("Zen", avx512, "SKYLAKEX"),
            // Half of AVX-512 is no AVX-512.
            ("Prescott", avx2.union(["avx512f"]), "HASWELL"),
        ] as [(String, Set<String>, String)])
    func `Old kernels on a new processor are replaced`(name: String, features: Set<String>, expected: String) {
        #expect(BLASCoreType.better(than: name, features: features) == expected)
    }

    @Test(
        arguments: [
            ("Haswell", avx2), ("SkylakeX", avx512), ("Zen", avx2), ("Cooperlake", avx512), ("neoversen1", []),
            // Nothing better would run.
            ("Prescott", []), ("Prescott", ["avx2"]), ("Sandybridge", ["avx", "fma"]),
        ] as [(String, Set<String>)])
    func `Kernels that suit the processor stay`(name: String, features: Set<String>) {
        #expect(BLASCoreType.better(than: name, features: features) == nil)
    }

    @Test
    func `What is asked for is never replaced again`() {
        for features in [Self.avx2, Self.avx512] {
            guard let better = BLASCoreType.better(than: "Prescott", features: features) else { continue }
            #expect(BLASCoreType.better(than: better, features: features) == nil)
        }
        #expect(!BLASCoreType.current.isEmpty)
    }
}
