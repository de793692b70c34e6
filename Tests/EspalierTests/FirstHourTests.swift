import Foundation
import JSON
import ModelTestKit
import Testing

/// What somebody does in a first hour, wrongly, and what the command says of it.
struct FirstHourTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let strategy = """
        name: mine
        target: {model: demo}
        draft: {policy: eagle3, head: demo/eagle3}
        tree: {builder: chain, depth: 3}
        verify: {verifier: sampling}

        """

    @Test(
        arguments: [
            ("generate --max-new-tokens 0", "an integer of at least 1"), ("generate --threads 0", "at least 1"),
            ("generate --temperature -1", "--temperature must be a number in 0...100, not -1"),
            ("generate --temperature warm", "--temperature must be a number in 0...100, not the text 'warm'"),
            ("generate --top-k -3", "--top-k must be an integer in 0...1000000, not -3"),
            ("generate --seed -1", "--seed must be an integer in 0..."), ("generate --logprobs 101", "in 0...100"),
            ("train eagle3-chain --plan --steps -1", "--steps must be an integer in 0...1000000000, not -1"),
            ("train eagle3-chain --plan --learning-rate 7", "--learning-rate must be a number in 0...1, not 7"),
            ("train eagle3-chain", "--output names the folder of the run"), ("bench --tau 0", "a number in 1...1024"),
            ("bench --nodes 0", "integers in 1...1024"), ("bench --tree 3", "integers in 1...1024 such as 5/4/12"),
            ("bench --seconds -1", "above 0 and at most 60"), ("tree --after -1", "at least 0"),
            ("tree --tokens 1,x", "integers of at least 0"), ("regenerate a --output b --batch 0", "at least 1"),
            ("inspect demo --context 0", "at least 1"), ("compare --limit 0", "at least 1"),
            ("compare --concurrency none", "at least 1"), ("generat --prompt x", "did you mean 'generate'?"),
            ("help generat", "did you mean 'generate'?"), ("plugin nw", "did you mean 'new'?"),
            ("generate --max-tokens 3", "Unknown option '--max-tokens'; did you mean '--max-new-tokens'?"),
            ("generate --temprature 1", "did you mean '--temperature'?"),
            ("generate --strategy x", "it is an argument without an option: <strategy>"),
        ])
    func `Wrong usage ends with 64 and says what is right`(line: String, hint: String) throws {
        let run = try RunningCommand(line.split(separator: " ").map(String.init)).finish()
        #expect(run.status == 64 && run.output.isEmpty, "\(run)")
        #expect(run.errors.contains(hint), "\(run.errors)")
    }

    @Test(arguments: ["Hello", "Hello. How are you?", "What's 1/2?"])
    func `A prompt in the strategy's place is told as one`(prompt: String) throws {
        for command in ["generate", "tree"] {
            let run = try CommandRun.run(command, prompt)
            #expect(run.status == 1 && run.output.isEmpty)
            #expect(run.errors.contains("\nif it is a prompt: --prompt "), "\(run.errors)")
        }
        #expect(!(try CommandRun.run("generate", prompt, "--prompt", "Hi").errors.contains("if it is a prompt")))
    }

    @Test
    func `A file of another kind is told for what it is`() throws {
        let experiment = try folder.write(
            "name: e\narms: [{objective: cross-entropy}]\nbudget: {steps: 1}\n"
                + Self.strategy.split(separator: "\n")
                .dropFirst().joined(separator: "\n"), to: "experiment.yaml"
        ).path
        let strategy = try folder.write(Self.strategy, to: "mine.yaml").path
        let configuration = try folder.write(#"{"model_type": "llama"}"#, to: "config.json").path
        let gguf = try folder.write(Data("GGUF\u{3}\0\0\0".utf8), to: "m.gguf").path
        for command in [["compare"], ["generate", "--prompt", "a"], ["train", "--plan"]] {
            let run = try RunningCommand(command + [experiment]).finish()
            #expect(run.status == 1 && run.errors.contains("this is an experiment and not a strategy"), "\(run)")
        }
        #expect(try CommandRun.refuse("experiment", strategy).contains("this is a strategy and not an experiment"))
        #expect(try CommandRun.refuse("experiment", "eagle3-chain").contains("it is a strategy and no experiment"))
        #expect(try CommandRun.refuse("compare", "objectives").contains("it is an experiment and no strategy"))
        #expect(try CommandRun.refuse("check", configuration).hasSuffix("JSON, the configuration of a model or a head"))
        #expect(try CommandRun.refuse("check", gguf).hasSuffix("a GGUF file, which holds a model or a head"))
        #expect(try CommandRun.refuse("generate", "--prompt", "a", "--model", strategy).contains("it is a YAML file"))
        #expect(try CommandRun.refuse("compare", "--prompts", gguf).contains("it is a GGUF file"))
        #expect(
            try CommandRun.refuse("generate", "--prompt", "a", "--chat-template", configuration)
                .contains("this is no chat template"))
        #expect(try CommandRun.refuse("generate", "--prompt", "a", "--head", "demo").contains("holds a model and not"))
    }

    @Test
    func `What lies near a path that leads nowhere is suggested`() throws {
        try folder.write(Self.strategy, to: "mine.yaml")
        let path = folder.file("mine").path
        for command in [["check"], ["compare"], ["generate", "--prompt", "a"]] {
            let run = try RunningCommand(command + [path]).finish()
            #expect(run.errors == "Error: \(path): there is no such file or folder; did you mean '\(path).yaml'?\n")
        }
        #expect(try CommandRun.refuse("check", folder.file("mien.yaml").path).hasSuffix("did you mean '\(path).yaml'?"))
    }

    @Test
    func `Models are at fault where the file names them, and not where the command line does`() throws {
        let missing = try folder.write(
            Self.strategy.replacingOccurrences(of: "model: demo", with: "model: nowhere"), to: "missing.yaml"
        ).path
        let unfit = try folder.write(
            Self.strategy.replacingOccurrences(of: "head: demo/eagle3", with: "head: demo-small"), to: "unfit.yaml"
        ).path
        let head = try BundledModels.copy(
            of: "demo/eagle3", replacing: "\"vocab_size\": 4096", by: "\"vocab_size\": 5000")
        let foreign = try folder.write(
            Self.strategy.replacingOccurrences(of: "demo/eagle3", with: head.path), to: "foreign.yaml"
        ).path
        let hint = "; paths in a strategy file begin at the file's folder"
        for command in [["check", "--open"], ["compare"], ["generate", "--prompt", "a"]] {
            let first = try RunningCommand(command + [missing]).finish()
            #expect(first.errors.hasPrefix("Error: \(missing):2:17: ") && first.errors.contains(hint), "\(first)")
            let second = try RunningCommand(command + [unfit]).finish()
            #expect(second.errors.hasPrefix("Error: \(unfit):3:31: "), "\(second)")
            #expect(second.errors.contains("holds a model and not a head"), "\(second)")
            let other = try RunningCommand(command + [foreign]).finish()
            #expect(other.errors.hasPrefix("Error: \(foreign):3:31: "), "\(other)")
            #expect(other.errors.contains("'espalier inspect' of the head tells which targets fit"), "\(other)")
            let named = try RunningCommand(command + [missing, "--model", "elsewhere"]).finish()
            #expect(named.status == 1 && named.errors.hasPrefix("Error: "), "\(named)")
            #expect(named.errors.contains("elsewhere: there is no such folder"), "\(named)")
            #expect(!named.errors.contains("begin at"), "\(named)")
        }
    }

    @Test
    func `A misspelt key that must be given is one fault`() throws {
        for (right, wrong) in [("head: demo", "haed: demo"), ("draft:", "darft:"), ("policy:", "polcy:")] {
            let file = try folder.write(Self.strategy.replacingOccurrences(of: right, with: wrong), to: "a.yaml").path
            let message = try CommandRun.refuse("check", file, showsPlace: true)
            #expect(message.contains("did you mean '\(right.prefix { $0 != ":" })'?"), "\(message)")
        }
    }

    @Test
    func `A value of the command line is at fault there alone`() throws {
        #expect(
            try CommandRun.refuse("generate", "--prompt", "Hi", "--stop-token", "9999")
                .hasPrefix("on the command line: stop_tokens: token 9999 is outside"))
    }

    @Test
    func `Blank lines are no messages, and an answer that a limit cut is marked`() throws {
        let run = try CommandRun.run(
            "generate", "eagle3-chain", "--chat", "--max-new-tokens", "3", input: .text("Hello\n   \n\t\n\n"))
        #expect(run.output.split(separator: "\n").count == 1, "\(run)")
        #expect(run.errors == "[cut: the answer has 3 tokens, and --max-new-tokens allows no more]\n", "\(run)")
    }

    @Test
    func `Log-probabilities stand in the JSON where they were asked for`() throws {
        let arguments = ["generate", "eagle3-chain", "--prompt", "Hi", "--max-new-tokens", "2", "--json", "-"]
        for (more, expected) in [([], nil), (["--logprobs", "0"], 2)] {
            let run = try RunningCommand(arguments + more).finish()
            let answer = try JSONValue(parsing: run.output)["answers"]?.array?.first
            #expect(answer != nil && answer?["logprobs"]?.array?.count == expected, "\(run)")
        }
    }

    @Test
    func `Data of the demo model are doubted for another`() throws {
        let copy = try BundledModels.copy(of: "demo")
        let model = copy.path
        let file = try folder.write(
            Self.strategy + "train: {objective: cross-entropy}\ntrainer: {steps: 1, batch: 1}\n", to: "mine.yaml"
        ).path
        let own = try CommandRun.run("train", file, "--plan")
        #expect(own.status == 0 && own.errors.isEmpty, "\(own)")
        #expect(own.output.contains("\nmemory ") && own.output.contains("by an update of the longest"), "\(own)")
        let other = try CommandRun.run("train", file, "--plan", "--model", model)
        #expect(other.status == 0 && other.errors.hasPrefix("warning: the data 'demo' are answers of the demo"))
        #expect(other.errors.contains("'espalier regenerate PROMPTS --model \(model) --output FILE'"), "\(other)")
    }

    @Test
    func `A head is inspected as a head, and found from its model`() throws {
        let text = try CommandRun.succeed("inspect", "demo/eagle3")
        for fact in [
            "kind        EAGLE-3 head, which draft policy 'eagle3' reads", "sizes       1 layer of width 256",
            "reads       the inputs of its target's layers 2, L/2 and L - 3 of L",
            "vocabulary  4096 tokens, of which it proposes 2048", "targets     demo, and others of width 256",
        ] {
            #expect(text.contains(fact), "\(text)")
        }
        let gguf = folder.file("head").path
        _ = try CommandRun.run("export", "demo/eagle3", "--to", "gguf", "--output", gguf)
        let report = try CommandRun.json("inspect", "\(gguf)/eagle3.gguf", "--json", "-")
        #expect(report["kind"]?.string == "EAGLE-3 head" && report["draft_vocabulary"]?.integer == 2048)
        #expect(report["target_layers"]?.array?.compactMap(\.integer) == [2, 4, 5])
        #expect(report["targets"]?.array?.compactMap(\.string) == ["demo"])
        #expect(
            try CommandRun.succeed("inspect", "demo").contains(
                "prompt-lookup, small model demo-small, head demo/eagle3, head demo/eagle3-gto, head demo/medusa\n"))
    }

    @Test
    func `Without a strategy the draft beside the model is taken, or the one named`() throws {
        let place = folder.file("models")
        for model in ["demo", "demo-small"] {
            let copy = place.appendingPathComponent(model)
            try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
            for name in ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"] {
                try FileManager.default.createSymbolicLink(
                    at: copy.appendingPathComponent(name),
                    withDestinationURL: try BundledModels.folder(model).appendingPathComponent(name))
            }
        }
        func strategy(_ arguments: String...) throws -> (name: String, error: String) {
            let run = try RunningCommand(
                ["generate", "--prompt", "Hi", "--max-new-tokens", "4", "--stats"] + arguments
            ).finish()
            #expect(run.status == 0, "\(run)")
            let line = try #require(run.errors.split(separator: "\n").last { $0.hasPrefix("[") })
            return (String(line.dropFirst().prefix { $0 != ":" }), run.errors)
        }
        let (target, small) = (place.path + "/demo", place.path + "/demo-small")
        let found = try strategy("--model", target)
        #expect(found.name == "lookup-small-model")
        #expect(found.error.contains("drafting with small model demo-small, which lies beside the model; --head and"))
        #expect(try strategy("--model", small).name == "prompt-lookup-cost-aware")
        let named = try strategy("--model", target, "--head", "demo/eagle3")
        #expect(named.name == "lookup-eagle3" && !named.error.contains("lies beside"))
        #expect(try strategy("--model", target, "--head", "demo/medusa").name == "lookup-medusa")
        #expect(try strategy("--model", target, "--draft-model", "demo-small").name == "lookup-small-model")
        #expect(try strategy("--model", "demo").name == "lookup-eagle3")
        #expect(try strategy().name == "eagle3-cost-aware")
        #expect(try strategy("--head", "demo/eagle3").name == "eagle3-cost-aware")
    }

    @Test
    func `A draft that no strategy uses is refused, and not ignored`() throws {
        #expect(
            try CommandRun.refuse("generate", "autoregressive", "--head", "demo/eagle3", "--prompt", "a")
                == "--head demo/eagle3: 'autoregressive' drafts without a head (draft policy 'none')")
        #expect(
            try CommandRun.refuse("compare", "prompt-lookup", "autoregressive", "--draft-model", "demo-small")
                == "--draft-model demo-small: none of these strategies drafts with a small model (draft policies 'none', "
                + "'prompt-lookup')")
        for command in ["tokenize", "score"] {
            let run = try RunningCommand([command, "--head", "demo/eagle3", "a"]).finish()
            #expect(run.status == 64 && run.errors.contains("--head plays no part here"), "\(run)")
        }
        #expect(
            try CommandRun.refuse("generate", "small-model-chain", "--draft-model", "demo/eagle3", "--prompt", "a")
                .contains(
                    "holds a head ('fc.weight') and not a model: strategies name it as 'head', commands by --head"))
    }

    @Test
    func `What cannot be inspected is told for what it is`() throws {
        let text = try folder.write("Hello, world.\n", to: "notes.txt").path
        #expect(try CommandRun.refuse("inspect", text).hasSuffix("is no GGUF file: it is text"))
        try folder.makeFolder("empty")
        let empty = folder.file("empty").path
        #expect(
            try CommandRun.refuse("inspect", empty)
                == "\(empty): this folder has no config.json, so it holds neither a model nor a head")
        try folder.write(Data("GGUF".utf8), to: "empty/m.gguf")
        #expect(try CommandRun.refuse("inspect", empty).hasSuffix("; it holds m.gguf: name the file"))
        #expect(try CommandRun.refuse("inspect", "demo/eagel3").contains("did you mean 'demo/eagle3'?"))
    }

    @Test
    func `A trained head names the target of its run`() throws {
        for name in ["config.json", "model.safetensors"] {
            try FileManager.default.createSymbolicLink(
                at: folder.file(name),
                withDestinationURL: try BundledModels.folder("demo").appendingPathComponent("eagle3/\(name)"))
        }
        let target = try BundledModels.folder("demo").path
        try folder.write(
            Self.strategy.replacingOccurrences(of: "model: demo", with: "model: \(target)"), to: "strategy.yaml")
        let report = try CommandRun.json("inspect", folder.path, "--json", "-")
        #expect(report["targets"]?.array?.compactMap(\.string) == [target, "demo"])
    }

    @Test
    func `The context that is asked for bounds prompt and answer, and cannot be more than the model's`() throws {
        let request = [
            "generate", "autoregressive", "--prompt", "What is a tree?", "--max-new-tokens", "500", "--stats",
        ]
        let run = try RunningCommand(request + ["--ignore-eos", "--context", "60"]).finish()
        let count = run.errors.firstMatch(of: /: (\d+) tokens/).flatMap { Int($0.1) } ?? 0
        #expect(run.status == 0 && count > 20 && count < 60, "\(run)")
        let more = try CommandRun.refuse(
            "generate", "autoregressive", "--prompt", "a", "--context", "1000000", showsPlace: true)
        #expect(more.contains("and a context of 1000000 was asked for"))
        let wrong = try RunningCommand(request + ["--context", "none"]).finish()
        #expect(wrong.status == 64 && wrong.errors.contains("--context must be an integer in 1...16777216, or 'model'"))
        #expect(
            try CommandRun.refuse("generate", "autoregressive", "--prompt", "a", "--context", "3")
                .contains("and the target's context holds 3 with the answer"))
    }

    @Test
    func `A plan says that it writes no log`() throws {
        let run = try RunningCommand([
            "train", "eagle3-chain", "--plan", "--steps", "1", "--output", folder.file("run").path, "--log",
            folder.file("log").path,
        ]).finish()
        #expect(run.status == 0 && run.errors.contains("--plan makes no updates: there is nothing to write to --log"))
        #expect(try folder.names == [])
    }

    @Test
    func `A text that begins with a dash is told where to stand`() throws {
        let run = try RunningCommand(["tokenize", "- x"]).finish()
        #expect(run.status == 64)
        #expect(run.errors.contains("stands behind --, as in tokenize -- '- x'"), "\(run.errors)")
    }

    @Test
    func `Medusa heads given to another draft are named for what they are`() throws {
        #expect(
            try CommandRun.refuse("generate", "eagle3-chain", "--head", "demo/medusa", "--prompt", "a")
                .contains("holds Medusa heads, which draft policy 'medusa' reads"))
    }

    @Test
    func `A named template says that it shows no tools`() throws {
        let tools = try folder.write(#"[{"name": "f"}]"#, to: "tools.json").path
        #expect(
            try CommandRun.refuse("generate", "--prompt", "a", "--tools", tools, "--chat-template", "chatml")
                .hasSuffix("no named one has: leave --chat-template out for the model's own, or name a file"))
    }
}
