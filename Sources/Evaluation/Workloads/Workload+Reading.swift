public import Files
public import Foundation

extension Workload {
    /// Reads a prompt file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: Keeps the first prompts; the rest of the file must be sound all the same.
    /// - Throws: ``/Files/TextFileError`` for a file that cannot be read, is a directory, is not UTF-8 text or holds no
    ///   prompt, and for the first line that is malformed, blank where a prompt should be, or of another format than the first.
    public init(readingFile path: String, limit: Int? = nil) throws(TextFileError) {
        let bytes = try TextLine.bytes(ofFile: path, kind: "prompt file")
        try self.init(named: InputFile.name(of: path), bytes: bytes, limit: limit)
    }

    /// Reads prompts from the bytes of a file.
    ///
    /// - Parameters:
    ///   - name: The file's name for messages and reports.
    ///   - bytes: UTF-8 text; a byte-order mark is skipped.
    ///   - limit: Keeps the first prompts.
    /// - Throws: ``/Files/TextFileError`` as ``init(readingFile:limit:)``.
    public init(named name: String, bytes: Data, limit: Int? = nil) throws(TextFileError) {
        let lines = try TextLine.lines(of: bytes, file: name)
        guard let first = lines.first(where: { !$0.isBlank }) else {
            throw TextFileError(file: name, cause: "the file holds no prompt")
        }
        if TextLine.areOneArray(lines) {
            throw TextFileError(file: name, cause: "this is one JSON array; write one JSON object a line")
        }
        let isJSON = first.text.drop(while: \.isWhitespace).hasPrefix("{")
        let prompts = isJSON ? try PromptLineReader(file: name).prompts(in: lines) : Self.paragraphs(of: lines)
        let workload = Workload(name: name, prompts: prompts)
        self = limit.map(workload.limited(to:)) ?? workload
    }

    /// One prompt for each paragraph where blank lines separate any, else for each line.
    private static func paragraphs(of lines: [TextLine]) -> [Prompt] {
        var texts = lines.split(whereSeparator: \.isBlank).map { $0.map(\.text) }
        if let only = texts.first, texts.count == 1 { texts = only.map { [$0] } }
        return texts.enumerated().map { index, lines in
            Prompt(id: "\(index + 1)", turns: [lines.joined(separator: "\n")])
        }
    }
}
