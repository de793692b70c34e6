import Platform
import Testing

struct MemoryTests {
    @Test
    func `What can be taken without swapping is read from the system's description`() {
        #expect(Memory.available(in: "MemTotal:  100 kB\nMemAvailable:   60 kB\n") == 60 << 10)
        #expect(Memory.available(in: "MemTotal:  100 kB\n") == nil)
        #expect(Memory.available > 0)
    }

    #if os(Linux)
        @Test
        func `The peak grows with what is held`() throws {
            let before = try #require(Memory.peak)
            let bytes = 64 << 20
            let held = [UInt8](repeating: 1, count: bytes + before)
            #expect(try #require(Memory.peak) >= before + bytes)
            #expect(held.last == 1)
        }
    #endif
}
