public import JSON
import Templates

/// Writes conversations in one model's chat format: its template, and what the template is told besides messages.
///
/// The text is what the model's own program writes. It contains the beginning-of-sequence token where the format has one, so it
/// is encoded without the tokenizer's own special tokens (``ChatTemplate/addsSpecialTokens`` tells the one exception). Special
/// tokens that somebody types stay text: what a message holds is told from what the template writes, character by character.
public struct ChatRenderer: Sendable {
    /// The program.
    public let template: ChatTemplate

    /// Values besides messages, by name.
    private var variables: [(name: String, value: TemplateValue)]
    private let date: TemplateDate?

    /// What the outcome depends on besides the program and the messages, by name: arguments, tools, the day.
    public let settings: [String: String]

    /// A format that needs no model's files.
    ///
    /// - Parameters:
    ///   - template: The program.
    ///   - settings: What it is told; its own choice of a template plays no part.
    /// - Throws: ``ChatTemplateError`` if it does not read an argument, or tools.
    public init(_ template: ChatTemplate, settings: ChatSettings = ChatSettings()) throws(ChatTemplateError) {
        try self.init(template, specialTokens: [], settings)
    }

    /// A format with the special tokens of a model.
    init(
        _ template: ChatTemplate, specialTokens: [(name: String, text: String)], _ settings: ChatSettings
    ) throws(ChatTemplateError) {
        for argument in settings.arguments where !template.mentions(argument.key) {
            throw ChatTemplateError(
                source: template.name,
                reason: "the chat template does not read '\(argument.key)', so that it would change nothing")
        }
        if settings.tools != nil, !template.mentions("tools") {
            let isNamed = ChatTemplate.names.contains(template.name)
            throw ChatTemplateError(
                source: template.name,
                reason: "the chat template has no place for tools"
                    + (isNamed
                        ? "; no named one has: leave --chat-template out for the model's own, or name a file" : ""))
        }
        self.template = template
        date = settings.date
        var variables: [(name: String, value: TemplateValue)] = specialTokens.map {
            ($0.name, .string($0.text, .template))
        }
        variables.append(("tools", settings.tools.map { TemplateValue($0, origin: .typed) } ?? .none))
        variables.append(("documents", .none))
        for argument in settings.arguments {
            variables.append((argument.key, TemplateValue(argument.value, origin: .typed)))
        }
        self.variables = variables
        var named = Dictionary(settings.arguments.map { ($0.key, $0.value.text) }) { $1 }
        if let tools = settings.tools { named["tools"] = tools.text }
        if let date, template.mentions("strftime_now") { named["date"] = "\(date.year)-\(date.month)-\(date.day)" }
        self.settings = named
    }

    /// The same format for a conversation that has tools of its own; as it is where the program does not read any.
    ///
    /// - Parameter tools: The tools that the model may call, as the template expects them.
    /// - Returns: A format that tells the template of these in place of others.
    public func telling(tools: JSONValue) -> ChatRenderer {
        guard template.mentions("tools"), let place = variables.firstIndex(where: { $0.name == "tools" }) else {
            return self
        }
        var renderer = self
        renderer.variables[place].value = TemplateValue(tools, origin: .typed)
        return renderer
    }

    /// The conversation as one text.
    ///
    /// - Parameters:
    ///   - messages: The turns; the system message first if there is one.
    ///   - addGenerationPrompt: Whether the beginning of the model's next turn follows.
    /// - Returns: The text. To keep control tokens out of the messages, encode ``segments(_:addGenerationPrompt:)``.
    /// - Throws: ``ChatTemplateError`` when the template fails or refuses the messages.
    public func render(
        _ messages: [ChatMessage], addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> String {
        try segments(messages, addGenerationPrompt: addGenerationPrompt).map(\.text).joined()
    }

    /// The conversation in stretches that tell the template's text from the messages'.
    ///
    /// - Parameters:
    ///   - messages: The turns; the system message first if there is one.
    ///   - addGenerationPrompt: Whether the beginning of the model's next turn follows.
    /// - Returns: The stretches, none of them empty, for ``Tokenizer/encode(_:addSpecialTokens:)``.
    /// - Throws: ``ChatTemplateError`` when the template fails or refuses the messages.
    public func segments(
        _ messages: [ChatMessage], addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> [ChatSegment] {
        let told = [
            ("messages", TemplateValue.list(messages.map(Self.value))),
            ("add_generation_prompt", .boolean(addGenerationPrompt)),
        ]
        do {
            return try template.program.render(told + variables, date: date).stretches.map { stretch in
                stretch.origin == .typed ? .content(stretch.text) : .control(stretch.text)
            }
        } catch {
            throw ChatTemplateError(error, in: template.source)
        }
    }

    /// A message as templates read it: its role is one of few words, everything else somebody's.
    private static func value(_ message: ChatMessage) -> TemplateValue {
        let fields = message.fields.map { ($0.key, TemplateValue($0.value, origin: .typed)) }
        return .dictionary(
            [("role", .string(message.role.rawValue, .template)), ("content", .string(message.content, .typed))]
                + fields,
            keys: .template)
    }
}
