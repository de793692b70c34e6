import Platform
import Testing

struct ProcessorTests {
    @Test
    func `Facts are read from the system's description`() {
        let description = "processor\t: 0\nmodel name\t: Abacus 40\nflags\t\t: fpu avx2\nmodel name\t: Other\n"
        #expect(Processor.value(of: "model name", in: description) == "Abacus 40")
        #expect(Processor.value(of: "flags", in: description) == "fpu avx2")
        #expect(Processor.value(of: "model name", in: "CPU part\t: 0xd0c\n") == nil)
    }

    @Test
    func `This machine has cores`() {
        #expect(Processor.physicalCores > 0)
    }
}
