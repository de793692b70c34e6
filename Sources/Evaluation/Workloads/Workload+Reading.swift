public import Foundation
import JSON

extension Workload {
    /// Reads a prompt file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: Keeps the first prompts; the rest of the file must be sound all the same.
    /// - Throws: ``WorkloadError`` for a file that cannot be read, is a directory, is not UTF-8 text or holds no prompt,
    ///   and for the first line that is malformed, blank where a prompt should be, or of another format than the first.
    public init(readingFile path: String, limit: Int? = nil) throws(WorkloadError) {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw WorkloadError(file: path, cause: "this is a directory, not a prompt file")
        }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw WorkloadError(file: path, cause: "the file cannot be read: \(SystemCause(of: error))")
        }
        try self.init(named: path, bytes: data, limit: limit)
    }

    /// Reads prompts from the bytes of a file.
    ///
    /// - Parameters:
    ///   - name: The file's name for messages and reports.
    ///   - bytes: UTF-8 text; a byte-order mark is skipped.
    ///   - limit: Keeps the first prompts.
    /// - Throws: ``WorkloadError`` as ``init(readingFile:limit:)``.
    public init(named name: String, bytes: Data, limit: Int? = nil) throws(WorkloadError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes
        let lines = try Self.lines(of: content, file: name)
        guard let first = lines.first(where: { !$0.isBlank }) else {
            throw WorkloadError(file: name, cause: "the file holds no prompt")
        }
        if first.text.hasPrefix("[") && (try? JSONValue(parsing: content)) != nil {
            throw WorkloadError(file: name, cause: "this is one JSON array; write one JSON object a line")
        }
        let isJSON = first.text.drop(while: \.isWhitespace).hasPrefix("{")
        let prompts = isJSON ? try PromptLineReader(file: name).prompts(in: lines) : Self.paragraphs(of: lines)
        let workload = Workload(name: name, prompts: prompts)
        self = limit.map(workload.limited(to:)) ?? workload
    }

    /// Splits at line feeds, taking a carriage return before one as part of the line's end.
    private static func lines(of bytes: Data, file: String) throws(WorkloadError) -> [PromptLine] {
        var lines: [PromptLine] = []
        for var line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let number = lines.count + 1
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            guard !line.contains(0) else {
                throw WorkloadError(file: file, line: number, cause: "a zero byte: this is not a text file")
            }
            guard let text = String(validating: line, as: UTF8.self) else {
                throw WorkloadError(file: file, line: number, cause: "the text is not valid UTF-8")
            }
            lines.append(PromptLine(number: number, text: text))
        }
        return lines
    }

    /// One prompt for each paragraph where blank lines separate any, else for each line.
    private static func paragraphs(of lines: [PromptLine]) -> [Prompt] {
        var texts = lines.split(whereSeparator: \.isBlank).map { $0.map(\.text) }
        if let only = texts.first, texts.count == 1 { texts = only.map { [$0] } }
        return texts.enumerated().map { index, lines in
            Prompt(id: "\(index + 1)", turns: [lines.joined(separator: "\n")])
        }
    }
}
