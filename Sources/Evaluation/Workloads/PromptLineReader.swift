import Files
import JSON

/// Reads files of one JSON object a line, all of the same format.
struct PromptLineReader {
    let file: String

    /// The prompts of all lines that are not blank.
    func prompts(in lines: [TextLine]) throws(TextFileError) -> [Prompt] {
        var first: (format: PromptFormat, line: Int)?
        var prompts: [Prompt] = []
        for line in lines where !line.isBlank {
            let object = try line.object(in: file)
            let format = try format(of: object, in: line)
            if let first, first.format != format {
                throw fault(
                    line,
                    "\(format.rawValue) in a file that began with \(first.format.rawValue) in line \(first.line)")
            }
            first = first ?? (format, line.number)
            prompts.append(try prompt(from: object, as: format, in: line, number: prompts.count + 1))
        }
        return prompts
    }

    private func format(of object: JSONValue, in line: TextLine) throws(TextFileError) -> PromptFormat {
        for format in PromptFormat.lineFormats where format.keys.allSatisfy({ object[$0] != nil }) { return format }
        let known = PromptFormat.lineFormats.map { format in
            "\(format.rawValue) has \(format.keys.map { "'\($0)'" }.joined(separator: " and "))"
        }
        throw fault(line, "no known prompt format: \(known.joined(separator: ", "))")
    }

    private func prompt(
        from object: JSONValue, as format: PromptFormat, in line: TextLine, number: Int
    ) throws(TextFileError) -> Prompt {
        switch format {
        case .questions:
            guard let turns = object["turns"]?.array else { throw fault(line, "'turns' must be a list of texts") }
            guard !turns.isEmpty else { throw fault(line, "the prompt is empty: 'turns' has no text") }
            var texts: [String] = []
            for turn in turns { texts.append(try text(turn, of: "turns", in: line)) }
            let id = try name(object["question_id"], of: "question_id", in: line) ?? "\(number)"
            return Prompt(id: id, category: try name(object["category"], of: "category", in: line), turns: texts)
        case .humanEval:
            let code = try text(object["prompt"], of: "prompt", in: line)
            let id = try name(object["task_id"], of: "task_id", in: line) ?? "\(number)"
            return Prompt(id: id, category: "code", turns: [PromptFormat.humanEvalLeadIn + code])
        case .gsm8k, .plainText:
            let question = try text(object["question"], of: "question", in: line)
            return Prompt(id: "\(number)", category: "math", turns: [question])
        }
    }

    private func text(_ value: JSONValue?, of key: String, in line: TextLine) throws(TextFileError) -> String {
        guard let text = value?.string else {
            throw fault(line, "'\(key)' must hold text, found \(value?.kind ?? "nothing")")
        }
        guard !text.allSatisfy(\.isWhitespace) else { throw fault(line, "the prompt is empty: '\(key)' holds no text") }
        return text
    }

    /// A text or an integer; nil where the key is missing or null.
    private func name(_ value: JSONValue?, of key: String, in line: TextLine) throws(TextFileError) -> String? {
        switch value {
        case nil, .null: return nil
        case .string(let text): return text
        case .integer(let number): return "\(number)"
        case .some(let other): throw fault(line, "'\(key)' must be a text or an integer, found \(other.kind)")
        }
    }

    private func fault(_ line: TextLine, _ cause: String) -> TextFileError {
        TextFileError(file: file, line: line.number, cause: cause)
    }
}
