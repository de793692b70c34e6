import Evaluation
import Files
public import Foundation

extension RegenerationPrompt {
    /// Reads prompts from a file of conversations or a prompt file, recognised by content.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: Keeps the first prompts; the rest of the file must be sound all the same.
    /// - Returns: The prompts in file order, at least one.
    /// - Throws: ``/Files/TextFileError``, which name file, line and cause.
    public static func read(file path: String, limit: Int? = nil) throws -> [RegenerationPrompt] {
        try read(named: path, bytes: TextLine.bytes(ofFile: path, kind: "prompt file"), limit: limit)
    }

    /// Reads prompts from the bytes of a file.
    ///
    /// - Parameters:
    ///   - name: The file's name for messages.
    ///   - bytes: UTF-8 text.
    ///   - limit: Keeps the first prompts.
    /// - Returns: The prompts in file order, at least one.
    /// - Throws: ``/Files/TextFileError``, which name file, line and cause.
    public static func read(named name: String, bytes: Data, limit: Int? = nil) throws -> [RegenerationPrompt] {
        let lines = try TextLine.lines(of: bytes, file: name)
        guard let first = lines.first(where: { !$0.isBlank }), ConversationLineReader.recognises(first) else {
            return try Workload(named: name, bytes: bytes, limit: limit).prompts.map(RegenerationPrompt.init)
        }
        let file = try ConversationFile(named: name, bytes: bytes, requiringAnswers: false)
        let prompts = try file.conversations.map { conversation throws(TextFileError) in
            guard let prompt = RegenerationPrompt(conversation) else {
                throw TextFileError(
                    file: name, line: conversation.line, cause: "the conversation has no user's message with text")
            }
            return prompt
        }
        return limit.map { Array(prompts.prefix($0)) } ?? prompts
    }
}
