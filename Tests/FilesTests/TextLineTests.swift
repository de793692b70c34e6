import Files
import Foundation
import Testing

@Suite("Lines of text files")
struct TextLineTests {
    private func lines(_ text: String) throws -> [(Int, String)] {
        try TextLine.lines(of: Data(text.utf8), file: "t").map { ($0.number, $0.text) }
    }

    @Test("have their numbers, and of empty ones in a row there is the first")
    func numbers() throws {
        let found = try lines("\u{FEFF}a\r\n\n\r\n\n b\nc")
        #expect(found.map(\.0) == [1, 2, 5, 6] && found.map(\.1) == ["a", "", " b", "c"])
        let none = try lines("")
        #expect(none.map(\.0) == [1] && none.map(\.1) == [""])
        #expect(try lines("a\n").map(\.1) == ["a", ""])
        #expect(try lines(String(repeating: "\n", count: 100_000)).count == 1)
    }

    @Test("that are no text are named by their number")
    func noText() {
        let error = #expect(throws: TextFileError.self) {
            try TextLine.lines(of: Data("a\n\n\nb".utf8) + [0xFF, 0x0A], file: "t")
        }
        #expect(error == TextFileError(file: "t", line: 4, cause: "the text is not valid UTF-8"))
    }
}
