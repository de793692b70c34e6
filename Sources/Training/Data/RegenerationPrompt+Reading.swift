import Evaluation
import Files
public import Foundation

extension RegenerationPrompt {
    /// Reads prompts from a file of conversations or a prompt file, recognised by content.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: Keeps the first prompts; the rest of the file must be sound all the same.
    ///   - onUnusable: Hears which lines are left out, if any.
    /// - Returns: The prompts in file order, at least one.
    /// - Throws: ``/Files/TextFileError``, which name file, line and cause.
    public static func read(
        file path: String, limit: Int? = nil, onUnusable: ([UnusableConversation]) -> Void = { _ in }
    ) throws -> [RegenerationPrompt] {
        try read(
            named: InputFile.name(of: path), bytes: TextLine.bytes(ofFile: path, kind: "prompt file"), limit: limit,
            onUnusable: onUnusable)
    }

    /// Reads prompts from the bytes of a file.
    ///
    /// - Parameters:
    ///   - name: The file's name for messages.
    ///   - bytes: UTF-8 text.
    ///   - limit: Keeps the first prompts.
    ///   - onUnusable: Hears which lines are left out, if any.
    /// - Returns: The prompts in file order, at least one.
    /// - Throws: ``/Files/TextFileError``, which name file, line and cause.
    public static func read(
        named name: String, bytes: Data, limit: Int? = nil, onUnusable: ([UnusableConversation]) -> Void = { _ in }
    ) throws -> [RegenerationPrompt] {
        let written = try TextLine.lines(of: bytes, file: name)
        let lines = TextLine.elements(ofArray: written) ?? written
        guard let first = lines.first(where: { !$0.isBlank }), ConversationLineReader.recognises(first) else {
            return try Workload(named: name, bytes: bytes, limit: limit).prompts.map(RegenerationPrompt.init)
        }
        let file = try ConversationFile(named: name, bytes: bytes, requiringAnswers: false)
        var unusable = file.unusable
        let prompts = file.conversations.compactMap { conversation in
            let prompt = RegenerationPrompt(conversation)
            if prompt == nil { unusable.append(.withoutPrompt(line: conversation.line)) }
            return prompt
        }
        if prompts.isEmpty, let first = unusable.first {
            throw TextFileError(file: name, line: first.line, cause: first.cause)
        }
        if !unusable.isEmpty { onUnusable(unusable) }
        return limit.map { Array(prompts.prefix($0)) } ?? prompts
    }
}
