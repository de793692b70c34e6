import DemoModel
import Foundation
import LanguageModels
import Runtime
import Tensors
import Testing

/// A model that does not fit into memory is told before it is read.
struct MemoryNeedTests {
    private func need(_ storage: WeightStorage) throws -> MemoryNeed {
        let files = try ModelFiles(try #require(try BundledFiles.model("demo")))
        return try MemoryNeed(of: files, ModelOpening(ProductPrecision(storage)))
    }

    @Test
    func `Weights take what their numbers take as they are stored once opened`() throws {
        let numbers = 8_392_960
        #expect(try need(.stored).bytes == 2 * numbers && !need(.stored).areCopies)
        let copies = try need(.q8)
        #expect(copies.areCopies && abs(Double(copies.bytes) / Double(numbers) - 1.125) < 0.1)
        // A quarter of the numbers are tables in six bits, and an eighth ends networks.
        let fewer = try need(.q4)
        #expect(fewer.areCopies && abs(Double(fewer.bytes) / Double(numbers) - 0.66) < 0.05)
    }

    @Test
    func `Copies beyond the machine's memory are refused, and what is more than is free is said`() throws {
        let (mapped, copies) = try (need(.stored), need(.q8))
        var said: [String] = []
        try mapped.check(available: 1 << 30, physical: 1 << 31, warn: { said.append($0) })
        try copies.check(available: 1 << 30, physical: 1 << 31, warn: { said.append($0) })
        #expect(said.isEmpty)
        try mapped.check(available: 1 << 20, physical: 1 << 20, warn: { said.append($0) })
        try copies.check(available: 1 << 20, physical: 1 << 31, warn: { said.append($0) })
        #expect(said.count == 2 && said[0].hasSuffix("and 0.0 GiB of memory are free: this will be slow"))
        let error = #expect(throws: ModelError.self) {
            try copies.check(available: 1 << 20, physical: 1 << 22, warn: { said.append($0) })
        }
        #expect(error?.description.contains("and this machine has 0.0 GiB of memory") == true && said.count == 2)
    }
}
