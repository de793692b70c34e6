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
            ("[{\"messages\": []}]", "talks: this is one JSON array; write one JSON object a line"),
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
                "{\"messages\": [{\"role\": \"tool\", \"content\": \"a\"}]}",
                "talks:1: 'role' of message 1 is 'tool', which is none of assistant, gpt, human, system, user"
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
}
