import Foundation
import ModelTestKit
import Testing

/// A target, tokenizer, head or small model that is damaged or belongs elsewhere is refused in one sentence.
struct BadModelTests {
    /// What `generate` says of a target folder, with the folder's path shortened.
    private func complaint(
        target: TemporaryFolder, strategy: String = "autoregressive", _ more: String...,
        at place: SourceLocation = #_sourceLocation
    ) throws -> String {
        let arguments = ["generate", strategy, "--model", target.path, "--prompt", "Hi"] + more
        let run = try RunningCommand(arguments).finish()
        #expect(run.status == 1, "\(run)", sourceLocation: place)
        #expect(run.output.isEmpty, sourceLocation: place)
        // A template's fault shows its line and a caret below the sentence.
        let lines = run.errors.dropFirst("Error: ".count).split(separator: "\n")
        #expect(run.errors.hasPrefix("Error: ") && [1, 3].contains(lines.count), "\(run)")
        return (lines.first ?? "").replacingOccurrences(of: target.path, with: "FOLDER")
    }

    @Test(arguments: [0, 5, 8, 1_000, 5_000, 1_000_000])
    func `A truncated checkpoint`(size: Int) throws {
        let folder = try BundledModels.copy(of: "demo")
        let data = try Data(contentsOf: folder.file("model.safetensors"))
        try folder.write(data.prefix(size), to: "model.safetensors")
        let message = try complaint(target: folder)
        #expect(message.hasPrefix("FOLDER/model.safetensors: "), "\(message)")
        #expect(message.contains("truncated") || message.contains("no safetensors file"), "\(message)")
    }

    @Test
    func `A checkpoint whose header lies`() throws {
        let changes = [
            ("\"BF16\"", "\"Q8_0\"", "has the unknown dtype 'Q8_0'"),
            ("[4096,256]", "[256,4096]", "has shape [256, 4096], and the configuration asks for [4096, 256]"),
            ("[768,256]", "[768,257]", "takes 394752 bytes, and its offsets span 393216"),
            ("model.norm.weight", "model.nOrm.weight", "tensor 'model.norm.weight' of shape [256] is missing"),
        ]
        for (part, other, expected) in changes {
            let message = try complaint(target: BundledModels.copy(of: "demo", header: part, by: other))
            #expect(message.hasPrefix("FOLDER") && message.contains(expected), "\(message)")
        }
    }

    @Test
    func `A configuration of another model`() throws {
        let changes = [
            ("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"", "model_type 'mamba' is not supported"),
            ("\"hidden_size\": 256,", "", "hidden_size is missing"),
            ("\"rope_type\": \"default\"", "\"rope_type\": \"mrope\"", "rope type 'mrope' is not supported"),
            ("\"hidden_size\": 256,", "\"hidden_size\": \"wide\",", "hidden_size must be a positive integer"),
        ]
        for (part, other, expected) in changes {
            let message = try complaint(target: BundledModels.copy(of: "demo", replacing: part, by: other))
            #expect(message.hasPrefix("FOLDER/config.json: \(expected)"), "\(message)")
        }
    }

    @Test
    func `Weights that are not numbers, in target and head`() throws {
        let target = try BundledModels.copy(of: "demo")
        try BundledModels.spoil("model.layers.3.mlp.up_proj.weight", in: target)
        #expect(
            try complaint(target: target) == "FOLDER/model.safetensors: tensor 'model.layers.3.mlp.up_proj.weight' "
                + "holds numbers that are infinite or NaN")
        let head = try BundledModels.copy(of: "demo/eagle3")
        try BundledModels.spoil("midlayer.self_attn.k_proj.weight", in: head)
        let run = try CommandRun.run(
            "generate", "eagle3-dynamic", "--head", head.path, "--prompt", "Hi")
        #expect(run.status == 1)
        #expect(
            run.errors
                == "Error: \(head.path)/model.safetensors: tensor 'midlayer.self_attn.k_proj.weight' holds numbers that "
                + "are infinite or NaN\n")
    }

    @Test
    func `A tokenizer that is missing, broken or of another model`() throws {
        let folder = try BundledModels.copy(of: "demo")
        let text = try String(contentsOf: folder.file("tokenizer.json"), encoding: .utf8)
        try folder.remove("tokenizer.json")
        #expect(try complaint(target: folder) == "FOLDER: there is no tokenizer.json, which text needs")
        try folder.write(text.prefix(1000).description, to: "tokenizer.json")
        #expect(try complaint(target: folder).hasPrefix("FOLDER/tokenizer.json:44:19: expected "))
        let added = #""added_tokens": ["#
        try #require(text.contains(added))
        for (id, expected) in [
            (
                "4096",
                "the token \"<x>\" has the id 4096, beyond the model's vocabulary of 4096; the tokenizer does not belong "
                    + "to this model"
            ), ("9223372036854775807", "added_tokens[0]: \"id\" must be an integer from 0 to 2147483647"),
        ] {
            let token = #"{"id": \#(id), "content": "<x>", "special": false},"#
            try folder.write(text.replacingOccurrences(of: added, with: added + token), to: "tokenizer.json")
            #expect(try complaint(target: folder) == "FOLDER/tokenizer.json: \(expected)")
        }
        let small = try TinyModel().folder()
        try small.write(text, to: "tokenizer.json")
        #expect(
            try complaint(target: small).hasSuffix(
                "beyond the model's vocabulary of 50; the tokenizer does not belong to this model"))
    }

    @Test
    func `A chat template at fault or missing names the option that helps`() throws {
        let folder = try BundledModels.copy(of: "demo")
        try folder.write("{\"chat_template\": \"{% if %}\"}", to: "tokenizer_config.json")
        #expect(try complaint(target: folder).contains("--chat-template"))
        try folder.write("{}", to: "tokenizer_config.json")
        #expect(try complaint(target: folder).contains("--chat-template"))
        let text = try CommandRun.succeed(
            "generate", "autoregressive", "--model", folder.path, "--prompt", "Hi", "--chat-template",
            "none", "--max-new-tokens", "3")
        #expect(!text.isEmpty)
    }

    @Test
    func `A head for another target`() throws {
        let changes = [
            ("\"hidden_size\": 256", "\"hidden_size\": 512", "the head was made for a target of width 512"),
            ("\"vocab_size\": 4096", "\"vocab_size\": 5000", "the head was made for a vocabulary of 5000"),
            (
                "\"num_hidden_layers\": 1",
                "\"num_hidden_layers\": 1, \"eagle_config\": {\"eagle_aux_hidden_state_layer_ids\": [1, 15, 28]}",
                "the feature layers [2, 16, 29] do not exist in a target of 8 layers"
            ),
            ("\"draft_vocab_size\": 2048", "\"draft_vocab_size\": 2000", "has shape [2048]"),
        ]
        for (part, other, expected) in changes {
            let head = try BundledModels.copy(of: "demo/eagle3", replacing: part, by: other)
            let message = try CommandRun.refuse("generate", "--head", head.path, "--prompt", "Hi")
            #expect(message.hasPrefix(head.path) && message.contains(expected), "\(message)")
        }
        let old = try BundledModels.copy(of: "demo/eagle3", header: "hidden_norm", by: "hiddem_norm")
        #expect(
            try CommandRun.refuse("generate", "--head", old.path, "--prompt", "Hi")
                .hasPrefix("\(old.path): tensor 'midlayer.hidden_norm.weight' of shape [256] is missing"))
        let whole = try BundledModels.folder("demo").path
        #expect(try CommandRun.refuse("generate", "--head", whole, "--prompt", "Hi").hasPrefix(whole))
    }

    @Test
    func `A small model with another vocabulary`() throws {
        let tiny = try TinyModel().folder()
        let strategies = try TemporaryFolder()
        let file = try strategies.write(StrategyText.smallModel(tiny.path), to: "tiny.yaml")
        let place = "3:37"
        #expect(
            try CommandRun.refuse("generate", file.path, "--prompt", "Hi", showsPlace: true)
                == "\(file.path):\(place): \(tiny.path): has a vocabulary of 50, and the target's has 4096: nothing tells that their tokens are the "
                + "same where one has no tokenizer")
        let other = try BundledModels.copy(of: "demo-small")
        let text = try String(contentsOf: other.file("tokenizer.json"), encoding: .utf8)
        let swapped = text.replacingOccurrences(of: "\"<|im_end|>\"", with: "\"<|im_stop|>\"")
        try #require(swapped != text)
        try other.write(swapped, to: "tokenizer.json")
        try strategies.write(StrategyText.smallModel(other.path), to: "tiny.yaml")
        #expect(
            try CommandRun.refuse("generate", file.path, "--prompt", "Hi", showsPlace: true)
                == "\(file.path):\(place): \(other.path): token 2 is '<|im_stop|>', and '<|im_end|>' for the target: the vocabularies differ; "
                + "'vocabulary: any' drafts through the text")
    }

    @Test
    func `A folder that does not exist, and a file in place of one`() throws {
        #expect(
            try CommandRun.refuse("score", "x", "--model", "/no/such/model").hasPrefix(
                "/no/such/model: there is no such folder or file, and no bundled model of this name (bundled: demo, "))
        let folder = try TemporaryFolder()
        let file = try folder.write("no model", to: "model.gguf").path
        #expect(try CommandRun.refuse("score", "x", "--model", file) == "\(file): is no GGUF file: it is text")
        #expect(try CommandRun.refuse("tokenize", "GGUF", "--model", file) == "\(file): is no GGUF file: it is text")
        #expect(
            try CommandRun.refuse("generate", "eagle3-chain", "--head", file, "--prompt", "Hi")
                == "\(file): is no GGUF file: it is text")
        let other = try folder.write("no head", to: "head.bin").path
        #expect(
            try CommandRun.refuse("generate", "eagle3-chain", "--head", other, "--prompt", "Hi")
                .hasPrefix("\(other): is a file, and a folder in Hugging Face layout is expected"))
    }
}
