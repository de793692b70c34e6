import Tensors
import Testing

/// The choice of kernels for a processor.
struct KernelVariantTests {
    @Test
    func `The variants end with one that every processor can run`() {
        #expect(["portable", "neon"].contains(KernelVariant.available.last))
        #expect(KernelVariant.available.contains(KernelVariant.name))
        #expect(Set(KernelVariant.available).isSubset(of: KernelVariant.known))
    }

    @Test
    func `A name in the environment that is no variant's is told, and nothing else is`() {
        for variant in KernelVariant.known {
            #expect(KernelVariant.unknownName(in: [KernelVariant.variable: variant]) == nil)
        }
        #expect(KernelVariant.unknownName(in: [:]) == nil)
        #expect(KernelVariant.unknownName(in: [KernelVariant.variable: ""]) == nil)
        #expect(KernelVariant.unknownName(in: [KernelVariant.variable: "avx3"]) == "avx3")
    }

    @Test
    func `A lowered choice ends with its body`() {
        let usual = KernelVariant.name
        for variant in KernelVariant.available {
            #expect(KernelVariant.with(variant) { KernelVariant.name } == variant)
            #expect(KernelVariant.name == usual)
        }
    }
}
