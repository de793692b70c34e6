import Foundation
import JSON
import LanguageModels
import Speculation
import Testing
import Training

/// Calls of tools are learnt as the target's template writes them, and left out where it writes none.
struct ToolCallTests {
    private static let showing = """
        {% for m in messages %}<|im_start|>{{ m.role }}
        {{ m.content }}{% if m.tool_calls %}{% for c in m.tool_calls %}<tool_call>{{ c.function | tojson }}</tool_call>\
        {% endfor %}{% endif %}<|im_end|>
        {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
        {% endif %}
        """

    private func corpus(_ lines: [String], template: String) throws -> (Corpus, [String]) {
        let demo = try DataDemo.codec()
        let codec = ChatCodec(
            tokenizer: demo.tokenizer, renderer: try ChatRenderer(ChatTemplate(template, name: "own")), endTokens: [])
        let file = try ConversationFile(named: "talks", bytes: Data(lines.joined(separator: "\n").utf8))
        let corpus = try Corpus(file, codec: codec, contextLimit: 1024)
        let answers = corpus.sequences.map { sequence in
            let marked = zip(sequence.tokens, sequence.isAnswer).filter(\.1).map(\.0)
            return codec.tokenizer.decode(marked, skipSpecialTokens: false)
        }
        return (corpus, answers)
    }

    private static let plain =
        #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"#

    /// One call in the spellings of servers and datasets.
    private static let calls = [
        #"{"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type": "function", "function": "#
            + #"{"name": "look", "arguments": "{\"at\": \"sky\"}"}}]}"#,
        #"{"role": "assistant", "tool_calls": [{"function": {"name": "look", "arguments": {"at": "sky"}}}]}"#,
        #"{"role": "assistant", "content": "", "function_call": {"name": "look", "arguments": "{\"at\": \"sky\"}"}}"#,
        #"{"role": "function_call", "content": "{\"name\": \"look\", \"arguments\": {\"at\": \"sky\"}}"}"#,
    ]

    private static func talk(_ call: String) -> String {
        #"{"messages": [{"role": "user", "content": "Rain?"}, "# + call
            + #", {"role": "tool", "content": "none"}, {"role": "assistant", "content": "No."}]}"#
    }

    @Test(arguments: calls)
    func `A call is an answer, as the template writes it`(call: String) throws {
        let (corpus, answers) = try corpus([Self.talk(call)], template: Self.showing)
        #expect(corpus.summary.kept == 1 && corpus.summary.unusable.isEmpty)
        #expect(
            answers == [
                #"<tool_call>{"name": "look", "arguments": {"at": "sky"}}</tool_call><|im_end|>No.<|im_end|>"#
            ])
    }

    @Test
    func `A call behind a generation prompt that opens no call keeps what decoding meets`() throws {
        let opened = Self.showing.replacingOccurrences(
            of: "<|im_start|>assistant\n{% endif %}", with: "<|im_start|>assistant\n<think>\n\n</think>\n\n{% endif %}")
        let (corpus, answers) = try corpus([Self.talk(Self.calls[0])], template: opened)
        #expect(corpus.sequences.count == 2)
        #expect(answers[0] == #"<tool_call>{"name": "look", "arguments": {"at": "sky"}}</tool_call><|im_end|>"#)
    }

    @Test
    func `Where the template shows no call, the conversation is left out and counted with the reason`() throws {
        let hiding = Self.showing.replacingOccurrences(of: "{% if m.tool_calls %}", with: "{% if false %}")
        let (corpus, answers) = try corpus([Self.plain] + Self.calls.map(Self.talk), template: hiding)
        #expect(answers == ["b<|im_end|>"])
        #expect(corpus.summary.unusable.map(\.reason) == [.toolCall, .toolCall, .toolCall, .toolCall])
        #expect(
            corpus.summary.unusable.summary
                == "4 unusable (line 2 and 3 more: message 2 calls a tool, which the chat template own does not show)")
    }

    @Test
    func `A call without the name of a function is left out`() throws {
        let wrong = #"{"role": "assistant", "tool_calls": [{"type": "function"}]}"#
        let (corpus, _) = try corpus([Self.plain, Self.talk(wrong)], template: Self.showing)
        #expect(
            corpus.summary.unusable.map(\.cause)
                == ["message 2 calls a tool ('tool_calls') without the name of a function"])
    }

    @Test
    func `A conversation's own tools are told to the template, as decoding tells it those of the command line`() throws
    {
        let telling = "{% if tools %}[{{ tools[0].name }}]{% endif %}" + Self.showing
        let tools = #""tools": [{"name": "look"}]"#
        let told = Self.plain.replacingOccurrences(of: #"{"messages""#, with: "{\(tools), \"messages\"")
        let spelled = Self.plain.replacingOccurrences(
            of: #"{"messages""#, with: #"{"tools": "[{\"name\": \"look\"}]", "messages""#)
        let (corpus, _) = try corpus([Self.plain, told, spelled], template: telling)
        let demo = try DataDemo.codec()
        let texts = corpus.sequences.map { demo.tokenizer.decode($0.tokens, skipSpecialTokens: false) }
        #expect(texts.map { $0.hasPrefix("[look]<|im_start|>user") } == [false, true, true])
        let settings = ChatSettings(tools: try JSONValue(parsing: #"[{"name": "look"}]"#))
        let renderer = try ChatRenderer(ChatTemplate(telling, name: "own"), settings: settings)
        let messages = [ChatMessage(role: .user, content: "a"), ChatMessage(role: .assistant, content: "b")]
        #expect(try texts[1] == renderer.render(messages, addGenerationPrompt: false))
        // A template that reads no tools writes what it always does.
        let (other, _) = try self.corpus([Self.plain, told], template: Self.showing)
        #expect(other.sequences[0].tokens == other.sequences[1].tokens)
    }
}
