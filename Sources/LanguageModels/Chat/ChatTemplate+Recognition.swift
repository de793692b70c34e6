public import Foundation

extension ChatTemplate {
    /// Finds out which chat format a model folder asks for.
    ///
    /// Looked at are `chat_template.jinja`, `tokenizer_config.json` and `chat_template.json`, the first that has a
    /// template. Options within a family are read from the template's text: a standard system message, Llama 3.1's
    /// dates, DeepSeek-R1's `<think>`.
    ///
    /// - Parameter modelFolder: A folder in Hugging Face layout.
    /// - Returns: The format with its options.
    /// - Throws: ``ChatTemplateError`` when there is no template or none that is known; it names the file and the
    ///   choices of `--chat-template`.
    public static func recognise(in modelFolder: URL) throws(ChatTemplateError) -> ChatRenderer {
        let file = try ChatTemplateFile(in: modelFolder)
        guard let renderer = recognise(jinja: file.jinja) else {
            throw ChatTemplateError(
                source: file.name, reason: "its chat template is none of those known here; \(adviceToChoose)")
        }
        return renderer
    }

    /// Recognises a template by the text of its Jinja program; nil when it is none that is known.
    ///
    /// A template must have its family's marks and none of the marks of a relative that renders differently.
    public static func recognise(jinja: String) -> ChatRenderer? {
        func has(_ marks: String...) -> Bool { marks.allSatisfy { jinja.utf8.firstRange(of: $0.utf8) != nil } }
        func hasAny(_ marks: String...) -> Bool { marks.contains { has($0) } }

        if has("<|im_start|>", "<|im_end|>") {
            if has("enable_thinking", "last_query_index", #"'\n<think>\n' + "#) {
                // Qwen3.5 opens a thought in the prompt itself, and trims.
                return hasAny("bos_token", #"'<think>\n'"#, "trim") ? nil : ChatRenderer(.qwen3)
            }
            if hasAny("<think>", "</think>", "bos_token", "trim", "strip(", "<|im_sep|>") { return nil }
            var renderer = ChatRenderer(.chatML)
            renderer.standardSystem = text(in: jinja, between: #"<|im_start|>system\n"#, and: "<|im_end|>")
            renderer.wrapsToolResponses = has("<tool_response>")
            return renderer
        }
        if has("[INST]", "<<SYS>>", "bos_token") { return ChatRenderer(.llama2) }
        if has("<|start_header_id|>", "<|end_header_id|>", "message['content'] | trim + '<|eot_id|>'"), !has("think") {
            var renderer = ChatRenderer(.llama3)
            if has("Cutting Knowledge Date: December 2023") {
                // A template that asks for the day of rendering falls back on the same date. That is taken here too:
                // a prompt must not change overnight.
                renderer.statedDate = text(in: jinja, between: "date_string = \"", and: "\"") ?? "26 Jul 2024"
            }
            return renderer
        }
        if has("<｜User｜>", "<｜Assistant｜>", "content.split('</think>')[-1]"), !has("thinking") {
            var renderer = ChatRenderer(.deepSeekR1)
            renderer.opensThinking = has(#"<｜Assistant｜><think>\n"#)
            return renderer
        }
        // The introduction up to its apostrophe, which Jinja may spell with a backslash.
        if has(String(ChatRenderer.vicunaSystem.prefix { $0 != "'" }), "USER: ", "ASSISTANT:"), !has(#"\n"#) {
            return ChatRenderer(.vicuna)
        }
        return nil
    }

    /// What to do about a folder that does not tell its format.
    static var adviceToChoose: String {
        "choose one with --chat-template: \(allCases.map(\.rawValue).joined(separator: ", "))"
    }

    /// The first literal text between two marks; nil when there is none, or code between them.
    private static func text(in jinja: String, between start: String, and end: String) -> String? {
        for opening in jinja.unicodeScalars.ranges(of: start.unicodeScalars) {
            let rest = jinja.unicodeScalars[opening.upperBound...]
            guard let closing = rest.firstRange(of: end.unicodeScalars) else { continue }
            let text = rest[..<closing.lowerBound]
            if !text.isEmpty, text.allSatisfy({ !"'\"{}".unicodeScalars.contains($0) }) {
                return String(text).parts(separatedBy: #"\n"#).joined(separator: "\n")
            }
        }
        return nil
    }
}
