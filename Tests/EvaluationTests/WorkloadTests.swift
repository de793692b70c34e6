import Evaluation
import Files
import Foundation
import Testing

@Suite("A prompt file")
struct WorkloadTests {
    private func read(_ text: String, limit: Int? = nil) throws -> Workload {
        try Workload(named: "prompts", bytes: Data(text.utf8), limit: limit)
    }

    private func fault(in text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("in MT-Bench format gives ids, categories and all turns")
    func readsQuestions() throws {
        let workload = try read(
            """
            {"question_id": 81, "category": "writing", "turns": ["Write a poem.", "Now in prose."]}

            {"question_id": "x", "turns": ["Why?"], "reference": ["Because."]}
            """)
        #expect(
            workload.prompts == [
                Prompt(id: "81", category: "writing", turns: ["Write a poem.", "Now in prose."]),
                Prompt(id: "x", turns: ["Why?"]),
            ])
    }

    @Test("in HumanEval format gets the lead-in before the code")
    func readsHumanEval() throws {
        let workload = try read(#"{"task_id": "HumanEval/0", "prompt": "def f():\n", "test": ""}"#)
        let turn = "Complete the code I provided.\n\ndef f():\n"
        #expect(workload.prompts == [Prompt(id: "HumanEval/0", category: "code", turns: [turn])])
    }

    @Test("in GSM8K format gives the questions without their answers")
    func readsGSM8K() throws {
        let workload = try read(
            "{\"question\": \"1 + 1?\", \"answer\": \"#### 2\"}\r\n{\"question\": \"2 + 2?\", \"answer\": \"#### 4\"}\r\n"
        )
        #expect(workload.prompts.map(\.turns) == [["1 + 1?"], ["2 + 2?"]])
        #expect(workload.prompts.map(\.id) == ["1", "2"])
        #expect(workload.prompts[0].category == "math")
    }

    @Test("of plain text has a prompt for each line, or for each paragraph where blank lines separate any")
    func readsText() throws {
        #expect(try read("\u{FEFF}\none\ntwo\n\n").prompts.map(\.turns) == [["one"], ["two"]])
        #expect(try read("one\ntwo\n \nthree\n").prompts.map(\.turns) == [["one\ntwo"], ["three"]])
        #expect(try read("[not JSON]\n").prompts.map(\.turns) == [["[not JSON]"]])
    }

    @Test("keeps the first prompts of a limit")
    func limits() throws {
        #expect(try read("a\nb\nc", limit: 2).prompts.map(\.id) == ["1", "2"])
        #expect(try read("a\nb\nc", limit: 9).prompts.count == 3)
    }

    @Test(
        "is refused with file, line and cause",
        arguments: [
            ("", "prompts: the file holds no prompt"),
            (" \n\n", "prompts: the file holds no prompt"),
            ("{\"turns\": [\"a\"]}\n{\"turns\": []}", "prompts:2: the prompt is empty: 'turns' has no text"),
            ("{\"turns\": [\"a\", \" \"]}", "prompts:1: the prompt is empty: 'turns' holds no text"),
            ("{\"turns\": \"a\"}", "prompts:1: 'turns' must be a list of texts"),
            ("{\"turns\": [1]}", "prompts:1: 'turns' must hold text, found an integer"),
            (
                "{\"turns\": [\"a\"], \"question_id\": []}",
                "prompts:1: 'question_id' must be a text or an integer, found an array"
            ),
            ("{\"turns\": [\"a\"]}\nplain", "prompts:2: column 1: expected a value, found 'p'"),
            ("{\"turns\": [\"a\"]}\n[1]", "prompts:2: expected a JSON object, found an array"),
            ("[{\"turns\": [\"a\"]}]", "prompts: this is one JSON array; write one JSON object a line"),
            ("a\u{0}b", "prompts:1: a zero byte: this is not a text file"),
            (
                "{\"turns\": [\"a\"]}\n\n{\"question\": \"q\", \"answer\": \"a\"}",
                "prompts:3: a GSM8K problem in a file that began with an MT-Bench question in line 1"
            ),
            (
                "{\"text\": \"a\"}",
                "prompts:1: no known prompt format: an MT-Bench question has 'turns', "
                    + "a HumanEval task has 'task_id' and 'prompt', a GSM8K problem has 'question' and 'answer'"
            ),
        ])
    func refuses(text: String, message: String) {
        #expect(fault(in: text) == message)
    }

    @Test("that is missing, a directory or not UTF-8 is refused in one sentence")
    func refusesFiles() {
        #expect(
            throws: TextFileError(file: "/nowhere/q.jsonl", cause: "the file cannot be read: no such file or directory")
        ) {
            try Workload(readingFile: "/nowhere/q.jsonl")
        }
        #expect(throws: TextFileError(file: "/", cause: "this is a directory, not a prompt file")) {
            try Workload(readingFile: "/")
        }
        #expect(throws: TextFileError(file: "x", line: 2, cause: "the text is not valid UTF-8")) {
            try Workload(named: "x", bytes: Data([0x61, 0x0A, 0xFF]))
        }
    }

    @Test("ships for chat, code and maths, ten prompts each", arguments: ["chat", "code", "math"])
    func readsOurs(name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/DemoModel/Resources/prompts/\(name).jsonl")
        let workload = try Workload(readingFile: file.path)
        #expect(workload.prompts.count == 10)
        #expect(Set(workload.prompts.map(\.id)).count == 10)
    }
}
