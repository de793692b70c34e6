import Files
import Foundation
import LanguageModels
import Testing
import Training

@Suite("A file of conversations")
struct DataConversationTests {
    private func read(_ text: String, requiringAnswers: Bool = true) throws -> [TrainingConversation] {
        try ConversationFile(named: "talks", bytes: Data(text.utf8), requiringAnswers: requiringAnswers).conversations
    }

    private func fault(in text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("with messages gives turns, ids, categories and cut answers")
    func messages() throws {
        let talks = try read(
            """
            {"id": 7, "category": "chat", "source": "s", "messages": [{"role": "system", "content": "Be kind."}, \
            {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "cut": true}]}

            {"source": "web", "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
            """)
        let first = TrainingConversation(
            id: "7", category: "chat",
            messages: [
                ChatMessage(role: .system, content: "Be kind."), ChatMessage(role: .user, content: "Hi"),
                ChatMessage(role: .assistant, content: "Hello"),
            ], cut: [2], line: 1)
        let second = TrainingConversation(
            id: "2", category: "web",
            messages: [ChatMessage(role: .user, content: "a"), ChatMessage(role: .assistant, content: "b")], line: 3)
        #expect(talks == [first, second])
    }

    @Test("in ShareGPT format gives the same turns")
    func shareGPT() throws {
        let talks = try read(
            """
            {"id": "x", "conversations": [{"from": "system", "value": "s"}, {"from": "human", "value": "a"}, \
            {"from": "gpt", "value": "b"}, {"from": "user", "value": "c"}, {"from": "assistant", "value": "d"}]}
            """)
        #expect(talks.map(\.id) == ["x"])
        #expect(talks[0].messages.map(\.role) == [.system, .user, .assistant, .user, .assistant])
        #expect(talks[0].messages.map(\.content) == ["s", "a", "b", "c", "d"])
        #expect(talks[0].userTurns == ["a", "c"])
    }

    @Test("in the form that trainers of drafts write gives the same turns")
    func conversationsOfRoles() throws {
        let talks = try read(
            """
            {"id": 7, "conversations": [{"role": "system", "content": "s"}, {"role": "user", "content": "a"}, \
            {"role": "assistant", "content": [{"type": "text", "text": "b"}], "reasoning_content": "hm"}]}
            {"conversations": [{"from": "human", "value": "a"}, {"role": "assistant", "content": "b"}]}
            """)
        #expect(talks.map(\.id) == ["7", "2"])
        #expect(talks[0].messages.map(\.content) == ["s", "a", "<think>\nhm\n</think>\n\nb"])
        #expect(talks[1].messages.map(\.role) == [.user, .assistant])
    }

    @Test("that is one array gives its elements, with the lines where they begin")
    func array() throws {
        let element = #"""
            {"conversations": [{"from": "human", "value": "a ],[ \"}\\"},
             {"from": "gpt", "value": "b"}]}
            """#
        let file = try ConversationFile(
            named: "talks",
            bytes: Data("[\n\(element),\n\n  \(element), {\"conversations\": []}\n]\n".utf8))
        #expect(file.conversations.map(\.line) == [2, 5])
        let turns = ["a ],[ \"}\\", "b"]
        #expect(file.conversations.map { $0.messages.map(\.content) } == [turns, turns])
        #expect(file.unusable.map(\.line) == [6])
        #expect(file.unusable.map(\.reason) == [.noMessages])
    }

    @Test("of plain text gives a text for each paragraph")
    func plainText() throws {
        let talks = try read("\none\ntwo\n\n\nthree\n")
        #expect(talks.map(\.text) == ["one\ntwo", "three"])
        #expect(talks.map(\.line) == [2, 6])
    }

    @Test(
        "is refused with file, line and cause",
        arguments: [
            ("", "talks: the file holds no conversation"),
            (" \n\n", "talks: the file holds no conversation"),
            ("[]", "talks: the file holds no conversation"),
            ("[{\"messages\": []}]", "talks:1: the conversation is empty: 'messages' has no message"),
            ("[\n{\"messages\": 3}]", "talks:2: 'messages' must be a list"),
            ("{\"messages\": []}", "talks:1: the conversation is empty: 'messages' has no message"),
            ("{\"messages\": 3}", "talks:1: 'messages' must be a list"),
            (
                "{\"turns\": [\"a\"]}",
                "talks:1: no known conversation format: expected an object with 'messages' or 'conversations'"
            ),
            (
                "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}",
                "talks:1: the conversation has no assistant's message with text to learn from"
            ),
            (
                "{\"messages\": [{\"role\": \"assistant\", \"content\": \" \"}]}",
                "talks:1: the conversation has no assistant's message with text to learn from"
            ),
            (
                "{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]}\n\n{\"messages\": [}",
                "talks:3: column 15: expected a value, found '}'"
            ),
            (
                "{\"messages\": [{\"role\": \"critic\", \"content\": \"a\"}]}",
                "talks:1: 'role' of message 1 is 'critic', which is none of assistant, developer, function, gpt, "
                    + "human, observation, system, tool, user"
            ),
            (
                "{\"conversations\": [{\"from\": \"gpt\", \"value\": 1}]}",
                "talks:1: 'value' of message 1 must hold text, found an integer"
            ),
            ("{\"messages\": [1]}", "talks:1: message 1 must be an object, found an integer"),
            (
                "{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]}\n"
                    + "{\"conversations\": [{\"from\": \"gpt\", \"value\": \"a\"}]}",
                "talks:2: a ShareGPT conversation with 'conversations' in a file that began with "
                    + "a conversation with 'messages' in line 1"
            ),
        ])
    func refuses(text: String, message: String) {
        #expect(fault(in: text) == message)
    }

    @Test("whose answers are still to be made needs none")
    func withoutAnswers() throws {
        let talks = try read("{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}", requiringAnswers: false)
        #expect(talks.map(\.userTurns) == [["a"]])
    }

    @Test("that is missing or a directory is refused in one sentence")
    func refusesFiles() {
        #expect(
            throws: TextFileError(
                file: "/nowhere/x", cause: "the file cannot be read: no such file or directory")
        ) { try ConversationFile(readingFile: "/nowhere/x") }
        #expect(throws: TextFileError(file: "/", cause: "this is a directory, not a file of conversations")) {
            try ConversationFile(readingFile: "/")
        }
    }

    @Test("is read with tools, developers, parts and thoughts")
    func speakers() throws {
        let talks = try read(
            """
            {"messages": [{"role": "developer", "content": "Be brief."}, \
            {"role": "user", "content": [{"type": "text", "text": "Is it "}, {"type": "text", "text": "raining?"}]}, \
            {"role": "assistant", "content": "I look."}, {"role": "tool", "content": "no"}, \
            {"role": "assistant", "content": "No.", "reasoning_content": "The tool says no."}]}
            """)
        #expect(
            talks[0].messages == [
                ChatMessage(role: .system, content: "Be brief."), ChatMessage(role: .user, content: "Is it raining?"),
                ChatMessage(role: .assistant, content: "I look."), ChatMessage(role: .tool, content: "no"),
                ChatMessage(role: .assistant, content: "<think>\nThe tool says no.\n</think>\n\nNo."),
            ])
    }

    @Test("goes on after lines that cannot be used, and tells how many, where and why")
    func unusable() throws {
        let good = #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"#
        let file = try ConversationFile(
            named: "talks",
            bytes: Data(
                """
                {"messages": []}
                \(good)
                {"messages": []}
                {"messages": [{"role": "assistant", "content": null, "tool_calls": [{"type": "function"}]}]}
                {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "x"}]}]}
                {"messages": [{"role": "user", "content": null}]}
                {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": ""}]}
                \(good)
                """.utf8))
        #expect(file.conversations.map(\.line) == [2, 8])
        #expect(file.conversations.map(\.id) == ["2", "8"])
        #expect(file.unusable.map(\.line) == [1, 3, 4, 5, 6, 7])
        #expect(
            file.unusable.summary
                == "6 unusable (line 1 and 1 more: the conversation is empty: 'messages' has no message; "
                + "line 4: message 1 calls a tool ('tool_calls') without the name of a function; "
                + "line 5 and 1 more: 'content' of message 1 holds a part of type 'image_url', and only text is learnt "
                + "from; line 7: the conversation has no assistant's message with text to learn from)")
    }
}
