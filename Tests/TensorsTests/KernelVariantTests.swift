import Tensors
import Testing

/// The choice of kernels for a processor.
struct KernelVariantTests {
    @Test
    func `The variants end with one that every processor can run`() {
        #expect(["portable", "neon"].contains(KernelVariant.available.last))
        #expect(KernelVariant.available.contains(KernelVariant.name))
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
