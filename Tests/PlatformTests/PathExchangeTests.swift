import Foundation
import Platform
import Testing

@Suite("Exchanging two paths")
struct PathExchangeTests {
    @Test("each has the other's content, and what is not there is an error")
    func exchange() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (first, second) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("b"))
        for (place, name) in [(first, "one"), (second, "two")] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data().write(to: place.appendingPathComponent(name))
        }
        let number = PathExchange.errorNumber(exchanging: first.path, with: second.path)
        let content = try FileManager.default.contentsOfDirectory(atPath: first.path)
        #expect(number == 0 ? content == ["two"] : PathExchange.isUnsupported(number) && content == ["one"])
        #expect(PathExchange.errorNumber(exchanging: first.path, with: folder.path + "/none") != 0)
    }
}
