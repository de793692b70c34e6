import JSON
import Testing

/// `espalier tree`: one step's tree, drawn and as JSON.
struct TreeTests {
    @Test
    func `The drawing shows every node with its probabilities and the accepted path`() throws {
        let drawing = try CommandRun.succeed("tree", "--prompt", "What is a tree?")
        let lines = drawing.split(separator: "\n")
        #expect(lines.first?.hasPrefix("eagle3-dynamic-small, after ") == true)
        #expect(lines.last?.hasPrefix("12 drafted, ") == true)
        #expect(lines.count == 2 + 13)
        #expect(lines.contains { $0.contains("├─ ") } && lines.contains { $0.contains("draft ") })
    }

    @Test
    func `Without any argument a bundled prompt is taken, and the command says so`() throws {
        let run = try CommandRun.run("tree")
        #expect(run.status == 0 && run.errors.contains("taking a bundled prompt"), "\(run)")
    }

    @Test(arguments: [["--prompt", "Count to ten."], ["--tokens", "1,402,300", "--after", "3"]])
    func `The JSON's nodes form a tree with one accepted path`(arguments: [String]) throws {
        for strategy in ["eagle3-dynamic", "eagle3-static", "eagle3-chain", "prompt-lookup", "small-model-chain"] {
            let run = try RunningCommand(["tree", "--json", "-", strategy] + arguments).finish()
            #expect(run.status == 0, "\(run)")
            try checkTree(JSONValue(parsing: run.output))
        }
    }

    private func checkTree(_ tree: JSONValue) throws {
        #expect(tree.keys == ["bonus", "context", "guarantee", "nodes", "strategy"])
        let nodes = try #require(tree["nodes"]?.array)
        let fields = [
            "accepted", "depth", "draft_logprob", "id", "parent", "target_logprob", "text", "token",
        ]
        var depths: [Int] = []
        var accepted: [Int] = []
        for (number, node) in nodes.enumerated() {
            #expect(node.keys == fields)
            #expect(node["id"] == .integer(number))
            #expect(node["token"]?.integer != nil && node["text"]?.string != nil)
            let parent = try #require(node["parent"]?.integer)
            let depth = try #require(node["depth"]?.integer)
            if number == 0 {
                #expect(parent == -1 && depth == 0 && node["target_logprob"] == .null)
            } else {
                try #require(parent >= 0 && parent < number)
                #expect(depth == depths[parent] + 1)
                #expect(try #require(node["target_logprob"]?.double) <= 0)
                if let draft = node["draft_logprob"]?.double { #expect(draft <= 1e-5) }
            }
            depths.append(depth)
            if node["accepted"] == .bool(true) {
                // Each accepted node but the root continues the path.
                #expect(number == 0 || accepted.last == parent)
                accepted.append(number)
            }
        }
        #expect(accepted.first == 0)
        #expect(tree["bonus"]?["token"]?.integer != nil)
    }

    @Test
    func `A step beyond the end of the answer says where the answer ends`() throws {
        for after in ["5000", "9223372036854775807"] {
            let message = try CommandRun.refuse(
                "tree", "prompt-lookup", "--prompt", "Hi", "--after", after)
            #expect(message.hasPrefix("the answer ends after "), "\(message)")
            #expect(message.hasSuffix("choose a smaller --after"), "\(message)")
        }
    }
}
