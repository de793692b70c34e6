/// A chat template: a program in the part of the Jinja language that the templates of language models are written in.
///
/// It behaves as `jinja2` 3.1.6 does in the settings of `transformers`: white space around tags is trimmed, values cannot be
/// changed from inside, and `raise_exception`, `strftime_now`, `tojson`, `{% generation %}`, `{% break %}` and
/// `{% continue %}` are there. Statements that read other files are refused. It is read once and can be rendered any
/// number of times, on any thread.
public struct Template: Sendable {
    /// The name that errors give.
    public let name: String

    private let body: TemplateBody

    /// Most characters of a source.
    static let mostCharacters = 1_000_000

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - source: The template's text.
    ///   - name: Its name for messages, usually a file's.
    /// - Throws: ``TemplateError`` at the first fault, with its line and column.
    public init(_ source: String, name: String) throws(TemplateError) {
        self.name = name
        let source = SourceText(source, name: name)
        guard source.units.count <= Self.mostCharacters else {
            throw source.error("a template of more than \(Self.mostCharacters) characters", at: 0)
        }
        var parser = try Parser(source)
        body = try Compiler.body(of: try parser.parseTemplate(), source)
    }

    /// Renders the template.
    ///
    /// - Parameters:
    ///   - variables: What the template can read, such as `messages`, `tools`, `add_generation_prompt` and `bos_token`.
    ///   - date: What `strftime_now` tells; nil makes calling it an error.
    ///   - limits: How much the rendering may take.
    /// - Returns: The text, and where each part came from.
    /// - Throws: ``TemplateError`` where the template fails, refuses its variables, or takes too much.
    public func render(
        _ variables: [(name: String, value: TemplateValue)], date: TemplateDate? = nil,
        limits: TemplateLimits = TemplateLimits()
    ) throws(TemplateError) -> RenderedText {
        var table = Globals.functions()
        var position = TemplatePosition(line: 1, column: 1)
        do throws(Fault) {
            for variable in variables { table[variable.name] = try variable.value.value() }
            let rendering = Rendering(variables: table, limits: limits, date: date, depth: body.height)
            defer {
                position = rendering.position
                rendering.close()
            }
            try body.run(rendering)
            return RenderedText(rendering.output)
        } catch {
            throw TemplateError(kind: error.kind, template: name, position: position, reason: error.reason)
        }
    }
}
