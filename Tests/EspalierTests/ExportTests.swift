import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// `espalier export`: a head written for another engine, read back, and put in place whole or not at all.
struct ExportTests {
    private static let identical =
        "Read back: identical logits; every token's log-probability is the original's, to the bit, in 8 distributions "
        + "after a prompt."

    /// The tree that the bundled target and a head draw, without the strategy's name.
    private func tree(of head: String) throws -> String {
        try CommandRun.succeed("tree", "--head", head, "--prompt", "What is a tree?")
    }

    @Test(arguments: [
        ("safeail", "EaModel.from_pretrained"), ("speculators", "vllm serve"), ("sglang", "sglang.launch"),
    ])
    func `The bundled head decodes as before in every layout`(layout: String, loader: String) throws {
        let around = try TemporaryFolder()
        let folder = around.file("head").path
        let text = try CommandRun.succeed("export", "--to", layout, "--output", folder)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "demo/eagle3 in layout '\(layout)', BF16: \(folder)")
        for name in ["config.json", "model.safetensors"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            let size = try #require(attributes[.size] as? Int)
            #expect(lines.contains { $0.hasPrefix("  \(name) ") && $0.contains(" \(size) bytes") }, "\(text)")
        }
        // One more is the embedding table.
        let count = layout == "speculators" ? 16 : 15
        #expect(text.contains("bytes, \(count) tensors\n") && lines.contains(Self.identical), "\(text)")
        #expect(text.contains(loader) && text.contains(folder))
        #expect(try around.names == ["head"])
        #expect(try tree(of: folder) == tree(of: "demo/eagle3"))
    }

    @Test
    func `Numbers are as wide as asked for, and the report says what rounding did`() throws {
        let around = try TemporaryFolder()
        func export(_ head: String, _ type: String) throws -> String {
            let folder = around.file(type).path
            let text = try CommandRun.succeed("export", head, "--dtype", type, "--output", folder)
            let entries = try SafetensorsFile(contentsOf: URL(fileURLWithPath: "\(folder)/model.safetensors")).entries
            #expect(Set(entries.map(\.type)) == [type.uppercased(), "I64", "BOOL"])
            return text
        }
        let wide = try export("demo/eagle3", "f32")
        let narrow = try export(noisyHead(in: around), "bf16")
        let pattern =
            /log-probabilities differ from the original's by ([0-9.e-]+) at most in 8 .* (F32|BF16) explains ([0-9.e-]+)\./
        for (text, type, most) in [(wide, "F32", 1e-4), (narrow, "BF16", 3)] {
            let match = try #require(text.firstMatch(of: pattern), "\(text)")
            let difference = try #require(Double(match.1))
            let bound = try #require(Double(match.3))
            #expect(match.2 == type && difference > 0 && difference < bound && bound < most)
        }
    }

    /// The bundled head in single precision with weights that no bfloat16 is: each a little larger.
    private func noisyHead(in around: TemporaryFolder) throws -> String {
        let folder = around.file("noisy")
        _ = try CommandRun.succeed("export", "--dtype", "f32", "--output", folder.path)
        let url = folder.appendingPathComponent("model.safetensors")
        var file = try SafetensorsBytes(contentsOf: url)
        for entry in try SafetensorsFile(contentsOf: url).entries where entry.type == "F32" {
            for place in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: 4) {
                // The lower half of the bits, which is zero in what was a bfloat16.
                file.numbers[place + 1] = UInt8((place / 4) % 251)
            }
        }
        try file.data.write(to: url)
        return folder.path
    }

    @Test
    func `What is odd about a head is told where it is exported and trained`() throws {
        let around = try TemporaryFolder()
        let folder = around.file("odd")
        _ = try CommandRun.succeed("export", "--to", "speculators", "--output", folder.path)
        let url = folder.appendingPathComponent("model.safetensors")
        var file = try SafetensorsBytes(contentsOf: url)
        let table = try #require(SafetensorsFile(contentsOf: url).entries.first { $0.name == "embed_tokens.weight" })
        file.numbers[table.range.lowerBound + 1] ^= 1
        try file.data.write(to: url)
        let exported = try CommandRun.run(
            "export", folder.path, "--to", "speculators", "--output", around.file("x").path)
        let trained = try CommandRun.run(
            "train", "eagle3-chain", "--head", folder.path, "--output", around.file("y").path, "--plan")
        for run in [exported, trained] {
            #expect(run.status == 0, "\(run)")
            #expect(run.errors.hasPrefix("\(folder.path): the head's 'embed_tokens.weight' differs from "), "\(run)")
            #expect(run.errors.filter { $0 == "\n" }.count == 1, "\(run)")
        }
    }

    @Test
    func `A folder that is not empty is replaced only when asked to, and never with other files in it`() throws {
        let folder = try TemporaryFolder()
        #expect(try CommandRun.succeed("export", "--output", folder.path).contains(Self.identical))
        let first = try Data(contentsOf: folder.file("config.json"))
        #expect(
            try CommandRun.refuse("export", "--to", "sglang", "--output", folder.path)
                == "\(folder.path): the folder is not empty: name another, or replace its head by --replace")
        #expect(try Data(contentsOf: folder.file("config.json")) == first)
        // The head itself, while it is mapped.
        _ = try CommandRun.succeed("export", folder.path, "--to", "sglang", "--output", folder.path, "--replace")
        #expect(try Data(contentsOf: folder.file("config.json")) != first)
        try folder.write("mine", to: "notes.txt")
        #expect(
            try CommandRun.refuse("export", "--output", folder.path, "--replace")
                == "\(folder.path): the folder cannot be written: it is there and holds 'notes.txt', which would be lost"
        )
        #expect(try folder.names == ["config.json", "model.safetensors", "notes.txt"])
    }

    @Test
    func `A path that cannot be written is refused before the head is read`() throws {
        let around = try TemporaryFolder()
        let missing = around.file("none/head").path
        let file = try around.write("x", to: "file").path
        for (path, cause) in [(missing, "no such file or directory"), (file, "not a directory")] {
            #expect(
                try CommandRun.refuse("export", "no-such-head", "--output", path)
                    == "\(path): the folder cannot be written: \(cause)")
        }
        #expect(try around.names == ["file"])
    }

    @Test
    func `A head that does not fit, is damaged, or that the layout cannot express leaves nothing behind`() throws {
        let around = try TemporaryFolder()
        let output = around.file("head").path
        func refusal(_ head: TemporaryFolder, _ more: String...) throws -> String {
            let run = try RunningCommand(["export", head.path, "--output", output] + more).finish()
            #expect(run.status == 1 && run.output.isEmpty && run.errors.filter { $0 == "\n" }.count == 1, "\(run)")
            #expect(try around.names.isEmpty)
            return run.errors
        }
        let wide = try BundledModels.copy(
            of: "demo/eagle3", replacing: "\"hidden_size\": 256", by: "\"hidden_size\": 512")
        #expect(try refusal(wide).contains("the head was made for a target of width 512"))
        let spoilt = try BundledModels.copy(of: "demo/eagle3")
        try BundledModels.spoil("midlayer.self_attn.k_proj.weight", in: spoilt)
        #expect(
            try refusal(spoilt).contains("tensor 'midlayer.self_attn.k_proj.weight' holds numbers that are infinite"))
        let layers = "\"num_hidden_layers\": 1, \"eagle_aux_hidden_state_layer_ids\": [1, 4, 5]"
        let other = try BundledModels.copy(of: "demo/eagle3", replacing: "\"num_hidden_layers\": 1", by: layers)
        #expect(
            try refusal(other)
                == "Error: \(other.path): cannot be stored in layout 'safeail': the official code always reads layers "
                + "[2, 4, 5] of this target, and the head reads layers [1, 4, 5]\n")
        let large = try BundledModels.copy(of: "demo/eagle3")
        try BundledModels.enlarge("norm.weight", in: large)
        #expect(
            try refusal(large, "--dtype", "f16")
                == "Error: tensor 'norm.weight': holds 131072.0, which F16 cannot store: it ends at 65504.0\n")
    }

    @Test
    func `Words that name nothing are refused with those that do`() throws {
        let around = try TemporaryFolder()
        let output = around.file("head").path
        #expect(
            try CommandRun.refuse("export", "--policy", "eagle", "--output", output)
                == "unknown draft policy 'eagle'; did you mean 'eagle3'? (known: eagle3)")
        #expect(
            try CommandRun.refuse("export", "--policy", "prompt-lookup", "--output", output)
                == "draft policy 'prompt-lookup' has no head that can be stored (those that have: eagle3)")
        #expect(
            try CommandRun.refuse("export", "no-such-head", "--output", output)
                .hasPrefix("no-such-head: there is no such folder or file, and no bundled model of this name"))
        for arguments in [["--to", "ggml"], ["--dtype", "int8"]] {
            let run = try RunningCommand(["export", "--output", output] + arguments).finish()
            #expect(run.status == 64 && run.errors.contains("'\(arguments[1])' is invalid"), "\(run)")
        }
        let run = try CommandRun.run("export")
        #expect(run.status == 64 && run.errors.contains("--output"), "\(run)")
        #expect(try around.names.isEmpty)
    }

    #if os(Linux)
        @Test
        func `A full disk leaves nothing behind`() throws {
            // The shell's limit on the size of a file stands in for a full disk: the weights do not fit.
            let around = try TemporaryFolder()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            let command = "trap '' XFSZ; ulimit -f 1000; exec \"$0\" export --output \"$1\""
            process.arguments = ["-c", command, RunningCommand.executable.path, around.file("head").path]
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 1)
            #expect(text == "Error: \(around.file("head").path): the folder cannot be written: file too large\n")
            #expect(try around.names.isEmpty)
        }
    #endif
}
