import ArgumentParser
import Files
import Foundation
import JSON
import LanguageModels
import Runtime
import Speculation
import Templates

/// How prompts are made, beyond what the model's own files say.
struct ChatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Chat template instead of the model's own: a file with a Jinja program, or one of "
                + "\(ChatTemplate.names.joined(separator: ", ")).", valueName: "file|name"))
    var chatTemplate: String?

    @Option(
        help: ArgumentHelp(
            "Tell the chat template a value, such as enable_thinking=false: JSON, or else a text. May be repeated.",
            valueName: "name=value"))
    var templateArg: [String] = []

    @Option(
        help: ArgumentHelp(
            "Tools that the model may call, told to the chat template: a file with a JSON list of them.",
            valueName: "file"))
    var tools: String?

    @Option(
        help: ArgumentHelp(
            "The day that chat templates tell which state one, so that runs repeat; today unless given.",
            valueName: "year-month-day"))
    var date: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Let a model think before it answers; without, --template-arg enable_thinking=false.")
    var thinking = true

    /// What can be told without reading a file is told as wrong usage.
    func validate() throws {
        _ = (try arguments(), try date.map(Self.day))
        if let chatTemplate, !ChatTemplate.names.contains(chatTemplate) { try Self.requireFile(chatTemplate) }
    }

    /// What the options say.
    ///
    /// - Throws: `ValidationError` for a value of another form; what reading files throws.
    var settings: ChatSettings {
        get throws {
            ChatSettings(
                template: try chatTemplate.map(Self.template), arguments: try arguments(),
                tools: try tools.map(Self.tools),
                date: try date.map(Self.day) ?? TemplateDate.today)
        }
    }

    /// The options as words of a command.
    var words: [String] {
        var words: [String] = []
        if let chatTemplate { words += ["--chat-template", chatTemplate] }
        for argument in templateArg { words += ["--template-arg", argument] }
        if let tools { words += ["--tools", tools] }
        if let date { words += ["--date", date] }
        return thinking ? words : words + ["--no-thinking"]
    }

    private static func template(_ choice: String) throws -> ChatTemplate {
        if let named = ChatTemplate.named(choice) { return named }
        try requireFile(choice)
        let name = InputFile.name(of: choice)
        let template = try ChatTemplate(String(decoding: TextFile.bytes(of: choice), as: UTF8.self), name: name)
        guard template.mentions("messages") else {
            throw CommandFailure(
                "\(name): this is no chat template: it reads no 'messages'\(FileKind.clause(on: choice))")
        }
        return template
    }

    private static func requireFile(_ choice: String) throws(ValidationError) {
        let path = NSString(string: choice).expandingTildeInPath
        guard FileManager.default.fileExists(atPath: path) || choice == "-" else {
            throw ValidationError(
                "--chat-template: '\(choice)' is neither a file nor a known template"
                    + NearestName.hint(for: choice, among: ChatTemplate.names))
        }
    }

    private func arguments() throws -> [JSONMember] {
        var arguments: [JSONMember] = []
        for text in templateArg {
            guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
                throw ValidationError("--template-arg has the form name=value, and '\(text)' does not")
            }
            let (name, value) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
            guard !arguments.contains(where: { $0.key == name }) else {
                throw ValidationError("--template-arg names '\(name)' twice")
            }
            arguments.append(JSONMember(name, (try? JSONValue(parsing: value)) ?? .string(value)))
        }
        if !thinking, !arguments.contains(where: { $0.key == "enable_thinking" }) {
            arguments.append(JSONMember("enable_thinking", .bool(false)))
        }
        return arguments
    }

    private static func tools(_ path: String) throws -> JSONValue {
        let bytes = try TextFile.bytes(of: path)
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure("\(InputFile.name(of: path)):\(error)")
        }
        guard value.array != nil else {
            throw CommandFailure("\(InputFile.name(of: path)): tools are a JSON list, not \(value.kind)")
        }
        return value
    }

    private static func day(_ text: String) throws -> TemplateDate {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            let date = TemplateDate(year: year, month: month, day: day)
        {
            return date
        }
        throw ValidationError("--date is a day such as 2026-11-30, and '\(text)' is none")
    }
}
