public import JSON
public import Templates

/// How prompts are made, beyond what a model's own files say.
public struct ChatSettings: Sendable {
    /// The chat template; nil for the one in the model's files.
    public var template: ChatTemplate?

    /// Values that the template reads under their names, such as `enable_thinking`.
    public var arguments: [JSONMember]

    /// The tools that the model may call, as the template expects them: usually a list of JSON schemas.
    public var tools: JSONValue?

    /// The day that templates are told which state one; nil for none.
    public var date: TemplateDate?

    /// States how prompts are made.
    ///
    /// - Parameters:
    ///   - template: The chat template; nil for the one in the model's files.
    ///   - arguments: Values that the template reads under their names.
    ///   - tools: The tools that the model may call.
    ///   - date: The day that templates are told which state one.
    public init(
        template: ChatTemplate? = nil, arguments: [JSONMember] = [], tools: JSONValue? = nil, date: TemplateDate? = nil
    ) {
        self.template = template
        self.arguments = arguments
        self.tools = tools
        self.date = date
    }
}
