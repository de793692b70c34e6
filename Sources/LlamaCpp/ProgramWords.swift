import Foundation

/// What a program says on standard error, kept in a file so that it never waits for a reader.
struct ProgramWords {
    private let file: URL

    /// Where the program writes.
    let writer: FileHandle

    /// How much of it messages quote, in characters.
    private static let mostQuoted = 300

    /// Makes the file.
    init() throws {
        file = FileManager.default.temporaryDirectory.appendingPathComponent("espalier-\(UUID().uuidString).log")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw LlamaCppError("\(file.path): cannot be written")
        }
        writer = try FileHandle(forWritingTo: file)
    }

    /// The last lines that it wrote.
    var last: String {
        let text = (try? String(decoding: Data(contentsOf: file), as: UTF8.self)) ?? ""
        let words = text.suffix(Self.mostQuoted).split(separator: "\n").suffix(3).joined(separator: " / ")
        return words.isEmpty ? "it said nothing" : words
    }

    /// Removes the file.
    func remove() {
        try? writer.close()
        try? FileManager.default.removeItem(at: file)
    }
}
