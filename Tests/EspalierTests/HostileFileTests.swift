import Foundation
import ModelTestKit
import Testing

/// Files that claim, hide or do what no honest file does end in one sentence, at once.
struct HostileFileTests {
    // MARK: Numbers

    @Test
    func `Sizes beyond all memory are compared with it`() throws {
        let folder = try TemporaryFolder()
        var model = TinyModel()
        (model.hiddenSize, model.vocabularySize) = (2_147_483_647, 2_147_483_647)
        let shape = try folder.write(model.configuration, to: "config.json").path
        let message = try CommandRun.refuse("bench", "--shape", shape, "--passes-only", "--threads", "1")
        #expect(message.hasPrefix("the weights of \(shape) in bf16") && message.hasSuffix("GiB of memory are free"))
    }

    @Test
    func `A number of layers that no model has`() throws {
        var model = TinyModel()
        model.layerCount = 1
        let folder = try model.folder()
        model.layerCount = 2_147_483_647
        try folder.write(model.configuration, to: "config.json")
        #expect(
            try CommandRun.refuse("score", "--model", folder.path, "--tokens", "1,2,3")
                == "\(folder.path)/config.json: num_hidden_layers 2147483647 exceeds 4096")
    }

    @Test
    func `A feature layer at the end of all integers`() throws {
        let head = try BundledModels.copy(
            of: "demo/eagle3", replacing: "\"num_hidden_layers\": 1",
            by: "\"num_hidden_layers\": 1, \"eagle_config\": {\"eagle_aux_hidden_state_layer_ids\": "
                + "[9223372036854775807, 2, 3]}")
        #expect(
            try CommandRun.refuse("tree", "eagle3-dynamic-small", "--head", head.path, "--tokens", "1,2,3")
                == "\(head.path)/config.json: the feature layers [9223372036854775807, 3, 4] do not exist in a target of "
                + "8 layers")
    }

    @Test
    func `An added token far beyond a small model's vocabulary`() throws {
        let small = try BundledModels.copy(of: "demo-small")
        let text = try String(contentsOf: small.file("tokenizer.json"), encoding: .utf8)
        let added = #""added_tokens": ["#
        try #require(text.contains(added))
        let token = #"{"id": 2147483647, "content": "<far>", "special": false},"#
        try small.write(text.replacingOccurrences(of: added, with: added + token), to: "tokenizer.json")
        let file = try small.write(StrategyText.smallModel(small.path), to: "s.yaml").path
        let message = try CommandRun.refuse("tree", file, "--tokens", "1,2,3", showsPlace: true)
        #expect(message.contains("the token \"<far>\" has the id 2147483647, beyond the model's vocabulary of 4096"))
    }

    @Test
    func `Weights that are finite and senseless leave the columns of a listing apart`() throws {
        let folder = try BundledModels.copy(of: "demo")
        try BundledModels.enlarge("model.norm.weight", in: folder)
        let text = try CommandRun.succeed("score", "--model", folder.path, "--tokens", "1,2,3,4,5")
        let lines = text.split(separator: "\n")
        for line in lines.dropFirst().prefix(5) {
            #expect(line.split(separator: " ", omittingEmptySubsequences: true).count >= 4, "\(text)")
        }
    }

    // MARK: Control characters

    @Test
    func `Escape sequences in a file's texts do not reach a message`() throws {
        var model = TinyModel()
        let folder = try model.folder()
        model.modelType = #"x\u001b[2J\u001b]0;owned\u0007\u009b31m"#
        try folder.write(model.configuration, to: "config.json")
        let message = try CommandRun.refuse("score", "--model", folder.path, "--tokens", "1,2")
        #expect(message.contains(#"model_type 'x\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m' is not supported"#))
        model.modelType = String(repeating: "long", count: 100_000)
        try folder.write(model.configuration, to: "config.json")
        #expect(try CommandRun.refuse("score", "--model", folder.path, "--tokens", "1,2").count < 1_200)
    }

    #if os(Linux)
        @Test(.enabled(if: PseudoTerminal.isAvailable, "this system gives out no pseudo-terminal"))
        func `Nor do those of a token reach a terminal; files get them as they are`() throws {
            let folder = try BundledModels.copy(of: "demo")
            let text = try String(contentsOf: folder.file("tokenizer.json"), encoding: .utf8)
            let added = #""added_tokens": ["#
            let token = #"{"id": 5000, "content": "\u001b]0;title\u0007red\u001b[31m", "special": false},"#
            try #require(text.contains(added))
            try folder.write(text.replacingOccurrences(of: added, with: added + token), to: "tokenizer.json")
            let arguments = ["tokenize", "--model", folder.path, "--decode", "5000"]
            let piped = try RunningCommand(arguments).finish()
            #expect(piped.output == "\u{1B}]0;title\u{7}red\u{1B}[31m\n")
            let terminal = try PseudoTerminal()
            let run = try RunningCommand(arguments, output: terminal.terminal).finish()
            #expect(run.status == 0)
            #expect(terminal.text() == "\\u{1b}]0;title\\u{7}red\\u{1b}[31m\r\n")
        }
    #endif

    // MARK: Files that are none

    @Test(arguments: ["config.json", "model.safetensors", "tokenizer.json"])
    func `A pipe in a file's place`(name: String) throws {
        let folder = try BundledModels.copy(of: "demo")
        try folder.remove(name)
        try #require(mkfifo(folder.file(name).path, 0o600) == 0)
        #expect(try CommandRun.refuse("score", "Hi", "--model", folder.path).hasSuffix("it is no regular file"))
    }

    @Test
    func `A model that is truncated while it is read`() throws {
        let folder = try BundledModels.copy(of: "demo")
        let weights = try Data(contentsOf: folder.file("model.safetensors"))
        try folder.write(weights, to: "model.safetensors")
        let pipe = folder.file("messages")
        try #require(mkfifo(pipe.path, 0o600) == 0)
        // Opened both ways, so that neither end waits for the other.
        let descriptor = open(pipe.path, O_RDWR)
        let messages = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let talk = try RunningCommand(
            ["generate", "autoregressive", "--model", folder.path, "--chat", "--max-new-tokens", "2"],
            input: .path(pipe))
        try messages.write(contentsOf: Data("one\n".utf8))
        try #require(talk.wait { !talk.outputSoFar.isEmpty })
        try #require(truncate(folder.file("model.safetensors").path, 4096) == 0)
        try messages.write(contentsOf: Data("two\n".utf8))
        let run = try talk.finish()
        #expect(run.status == 1, "\(run)")
        #expect(
            run.errors.hasSuffix(
                "Error: a model's file was truncated while it was read; replace files in one step instead\n"))
    }

    // MARK: Names and sizes

    @Test
    func `A file that grows beyond the limit for files is an error, and nothing is left of it`() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("rows.safetensors").path
        let run = try RunningCommand(
            ["score", "--tokens", "1,2,3", "--logits", file], limit: "ulimit -f 8"
        ).finish()
        #expect(run.status == 1 && run.signal == nil, "\(run)")
        #expect(run.errors == "Error: \(file): the file cannot be written: file too large\n")
        #expect(try folder.names.isEmpty)
    }

    @Test
    func `A name as long as names may be`() throws {
        let folder = try TemporaryFolder()
        let file = folder.file(String(repeating: "b", count: 250) + ".json").path
        _ = try CommandRun.succeed("compare", "autoregressive", "--limit", "1", "--max-new-tokens", "2", "--json", file)
        #expect(FileManager.default.fileExists(atPath: file))
    }
}
