import Foundation
import JSON
import ModelTestKit
import Testing

/// The commands that show something and run no model: check, plugins, tokenize, help and version.
struct ListingTests {
    static let commands = ["compare", "generate", "tree", "check", "plugins", "tokenize", "score", "calibrate"]

    @Test
    func `Help lists the commands, and every command has its own`() throws {
        let help = try CommandRun.succeed("--help")
        for command in Self.commands {
            #expect(help.contains("\n  \(command)"), "\(command)")
            let own = try CommandRun.succeed(command, "--help")
            #expect(own.contains("USAGE: espalier \(command)"), "\(command)")
            #expect(own.hasPrefix("OVERVIEW: "), "\(command)")
        }
        #expect(try CommandRun.run().status == 0)
    }

    @Test
    func `The version is three numbers`() throws {
        let parts = try CommandRun.succeed("--version").dropLast().split(separator: ".").compactMap { Int($0) }
        #expect(parts.count == 3)
    }

    @Test
    func `Check prints strategies with every default filled in`() throws {
        let all = try CommandRun.succeed("check")
        #expect(all.contains("name: eagle3-dynamic\n") && all.contains("name: autoregressive\n"))
        let one = try CommandRun.succeed("check", "prompt-lookup", "--temperature", "0.5", "--seed", "3")
        #expect(one.contains("policy: prompt-lookup") && one.contains("0.5") && one.contains("seed: 3"))
        // What check prints is a strategy file again, with the same meaning.
        let folder = try TemporaryFolder()
        try folder.write(one, to: "again.yaml")
        #expect(try CommandRun.succeed("check", folder.file("again.yaml").path).contains("policy: prompt-lookup"))
    }

    @Test
    func `Plugins lists every implementation with its options`() throws {
        let text = try CommandRun.succeed("plugins")
        for name in ["eagle3", "small-model", "prompt-lookup", "chain", "static", "dynamic", "greedy", "sampling"] {
            #expect(text.contains("  \(name): "), "\(name)")
        }
        #expect(text.contains("    start_share: number in 0...1, default 0\n"))
        let listing = try CommandRun.json("plugins", "--json", "-")
        let sections = try #require(listing["sections"]?.array)
        for section in sections {
            #expect(section.keys == ["files", "keys", "name", "summary"])
            let keys = try #require(section["keys"]?.array)
            let name = try #require(section["name"]?.string)
            #expect(text.contains("\n  \(name): ") && !keys.isEmpty, "\(name)")
            for key in keys { #expect(key.keys == ["default", "help", "name", "range", "type"]) }
        }
        func keys(_ name: String) -> Set<String> {
            let section = sections.first { $0["name"]?.string == name }
            return Set(section?["keys"]?.array?.compactMap { $0["name"]?.string } ?? [])
        }
        #expect(keys("trainer").isSuperset(of: ["data", "learning_rate", "start_share"]))
        #expect(keys("target") == ["model", "dtype", "inputs", "kv_dtype", "context"] && keys("draft") == ["policy"])
        #expect(keys("budget") == ["flops", "seconds", "steps"])
        #expect(keys("arms") == ["objective", "name", "trainer", "tree"] && keys("evaluate") == ["trees"])
        let plugins = try #require(listing["plugins"]?.array)
        for plugin in plugins {
            #expect(plugin.keys == ["guarantee", "kind", "name", "options", "summary"])
            for option in try #require(plugin["options"]?.array) {
                #expect(option.keys == ["default", "help", "name", "range", "type"])
            }
        }
        let dynamic = try #require(plugins.first { $0["name"] == .string("dynamic") })
        let options = try #require(dynamic["options"]?.array).compactMap { $0["name"]?.string }
        #expect(Set(options).isSuperset(of: ["depth", "top_k", "total_tokens"]))
    }

    @Test
    func `Plugins shows one of them, or one section`() throws {
        let dynamic = try CommandRun.succeed("plugins", "dynamic")
        #expect(dynamic.hasPrefix("TREE BUILDER\n\n  dynamic: The most probable nodes"))
        #expect(dynamic.contains("\n    tree: {builder: dynamic}\n    depth: integer in 1...64, default 8\n"))
        #expect(!dynamic.contains("chain"))
        let eagle = try CommandRun.succeed("plugins", "eagle3")
        #expect(eagle.contains("\n    draft: {policy: eagle3, head: …}\n"))
        let target = try CommandRun.succeed("plugins", "target")
        #expect(target.hasPrefix("SECTIONS OF A STRATEGY FILE\n\n  target: The model whose output is reproduced.\n"))
        #expect(target.contains("    model: ") && !target.contains("policy"))
        // A word may name both.
        let both = try CommandRun.json("plugins", "sampling", "--json", "-")
        #expect(both["sections"]?.array?.count == 1 && both["plugins"]?.array?.count == 1)
        #expect(
            try CommandRun.refuse("plugins", "dynamik")
                .hasPrefix("there is no plugin and no section 'dynamik'; did you mean 'dynamic'? (known: none, eagle3"))
        #expect(try CommandRun.refuse("plugins", "trianer").contains("; did you mean 'trainer'?"))
    }

    @Test
    func `Tokens and text turn into each other`() throws {
        let text = "Where is the tree? 東京 🌲"
        let tokens = try #require(try CommandRun.json("tokenize", "--json", "-", text)["tokens"]?.array)
        let ids = tokens.compactMap { $0["id"]?.integer }
        #expect(ids.count == tokens.count && !ids.isEmpty)
        let list = ids.map(String.init).joined(separator: ",")
        #expect(try CommandRun.succeed("tokenize", "--decode", list) == text + "\n")
        #expect(try CommandRun.json("tokenize", "--json", "-", "--decode", list)["text"] == .string(text))
        #expect(try CommandRun.succeed("tokenize", input: text).hasSuffix("\(ids.count) tokens\n"))
        let chat = try #require(try CommandRun.json("tokenize", "--json", "-", "--chat", text)["tokens"]?.array)
        #expect(chat.count > tokens.count)
        #expect(
            try CommandRun.refuse("tokenize", "--decode", "5,4096")
                == "demo: its tokenizer has no token with the id 4096")
    }
}
