import Speculation
import Strategies
import Testing

@Suite("Every fault of a strategy is shown with its place")
struct FaultTests {
    @Test("three mistakes are shown at once")
    func threeMistakes() throws {
        let text = """
            # A tree with three mistakes.
            name: mine
            draft: {policy: eagle3, head: demo/eagle3}
            tree: {builder: dynamic, depht: 8, top_k: 0}
            verify: {verifier: samplin}
            """
        #expect(
            try complaint(about: text) == """
                s.yaml:4:26: tree builder 'dynamic' has no option 'depht'; did you mean 'depth'? \
                (known: depth, top_k, total_tokens)
                tree: {builder: dynamic, depht: 8, top_k: 0}
                                         ^~~~~
                s.yaml:4:43: top_k must be an integer in 1...256, not 0
                tree: {builder: dynamic, depht: 8, top_k: 0}
                                                          ^
                s.yaml:5:20: unknown verifier 'samplin'; did you mean 'sampling'? (known: greedy, sampling, typical)
                verify: {verifier: samplin}
                                   ^~~~~~~
                """)
    }

    static let head = "draft: {policy: eagle3, head: h}\n"
    static let tail = "verify: {verifier: sampling}\n"

    static let single: [(String, String)] = [
        (
            "draft: {policy: none}\nverfy: {verifier: sampling}\n" + tail,
            "s.yaml:2:1: unknown section 'verfy'; did you mean 'verify'? "
                + "(known: name, target, draft, tree, verify, sampling, train, trainer)"
        ),
        (
            "draft: {policy: none}\n",
            "s.yaml:1:1: section 'verify' is missing: it says what decides on acceptance "
                + "(known: greedy, sampling, typical)"
        ),
        (
            head + tail,
            "s.yaml:1:1: section 'tree' is missing: it says what shapes the draft tree "
                + "(known: chain, static, dynamic, cost-aware)"
        ),
        (
            "draft: {policy: eagle}\n" + tail,
            "s.yaml:1:17: unknown draft policy 'eagle'; did you mean 'eagle3'? "
                + "(known: none, prompt-lookup, eagle3, medusa, small-model, random, retrieved, merged)"
        ),
        (
            "draft: {policy: eagle3}\ntree: {builder: chain}\n" + tail,
            "s.yaml:1:1: head is missing: a bundled name or a folder"
        ),
        (
            "draft: {polcy: none}\n" + tail,
            "s.yaml:1:9: unknown option 'polcy'; did you mean 'policy'?"
        ),
        (
            head + "tree: {depth: 3}\n" + tail,
            "s.yaml:2:1: section 'tree' names no builder "
                + "(known: chain, static, dynamic, cost-aware)"
        ),
        (
            head + "tree: chain\n" + tail,
            "s.yaml:2:7: tree must be a section such as 'tree: {builder: chain}', not the text 'chain'"
        ),
        (
            head + "tree: {builder: [chain]}\n" + tail,
            "s.yaml:2:17: builder must be the name of a tree builder, not a list "
                + "(known: chain, static, dynamic, cost-aware)"
        ),
        (
            "draft: {policy: none, depth: 3}\n" + tail,
            "s.yaml:1:23: draft policy 'none' has no option 'depth' (it takes no options)"
        ),
        (
            "draft: {policy: none}\nsampling: {temperature: hot}\n" + tail,
            "s.yaml:2:25: temperature must be a number in 0...100, not the text 'hot'"
        ),
        (
            head + "tree: {builder: static, paths: 012}\n" + tail,
            "s.yaml:2:32: paths must be a list of rank paths, not 012"
        ),
        (
            "draft: {policy: eagle3, head: [h]}\ntree: {builder: chain}\n" + tail,
            "s.yaml:1:31: head must be a path or a name, not a list"
        ),
        (
            "draft: {policy: none}\nsampling: {min_p: 2}\n" + tail,
            "s.yaml:2:19: min_p must be a number in 0...1, not 2"
        ),
        (
            "draft: {policy: none}\nsampling: {top_k: -1}\n" + tail,
            "s.yaml:2:19: top_k must be an integer in 0...1000000, not -1"
        ),
        (
            "draft: {policy: none}\nsampling: {repetition_penalty: 0}\n" + tail,
            "s.yaml:2:32: repetition_penalty must be a number in 0.01...100, not 0"
        ),
        (
            "draft: {policy: none}\nsampling: {presence_penalty: 3}\n" + tail,
            "s.yaml:2:30: presence_penalty must be a number in -2...2, not 3"
        ),
        (
            "draft: {policy: none}\nsampling: {stop: [a, \"\"]}\n" + tail,
            "s.yaml:2:22: a stop string must not be empty"
        ),
        (
            "draft: {policy: none}\nsampling: {stop_tokens: [-1]}\n" + tail,
            "s.yaml:2:26: a token is named by its id, 0 or more, or by its text, not by -1"
        ),
        (
            "draft: {policy: none}\nsampling: {logit_bias: {\"5\": 101}}\n" + tail,
            "s.yaml:2:30: the bias of a token must be a number in -100...100, not 101"
        ),
        (
            "draft: {policy: none}\nsampling: {min_new_tokens: -1}\n" + tail,
            "s.yaml:2:28: min_new_tokens must be an integer in 0...1000000000, not -1"
        ),
        (
            "draft: {policy: none}\nsampling: {top_p: 0}\n" + tail,
            "s.yaml:2:19: top_p must be larger than 0, or no token is left"
        ),
        (
            head + "tree: {builder: chain}\ntrain: later\n" + tail,
            "s.yaml:3:8: train must be a section such as 'train: {objective: cross-entropy}', not the text 'later'"
        ),
        (
            head + "tree: {builder: chain}\ntrain: {objective: groop-tree}\n" + tail,
            "s.yaml:3:20: unknown objective 'groop-tree'; did you mean 'group-tree'? "
                + "(known: cross-entropy, lk, group-tree, soft-tree)"
        ),
        (
            head + "tree: {builder: chain}\ntrain: {objective: group-tree, group_size: 0}\n" + tail,
            "s.yaml:3:44: group_size must be an integer in 1...1024, not 0"
        ),
        (
            head + "tree: {builder: chain}\ntrain: {objective: lk}\ntrainer: {steps: 0}\n" + tail,
            "s.yaml:4:18: training must end: give steps, flops or seconds, not all of them 0"
        ),
        (
            head + "tree: {builder: chain}\ntrain: {objective: lk}\ntrainer: {init: random, start_share: 0.5}\n" + tail,
            "s.yaml:4:38: a random start has nothing to keep; give another init, or start_share 0"
        ),
        (
            head + "tree: {builder: chain}\ntrainer: {steps: 10}\n" + tail,
            "s.yaml:3:1: section 'trainer' needs a section 'train' that names an objective"
        ),
        (
            "draft: {policy: none}\ntrain: {objective: lk}\n" + tail,
            "s.yaml:2:1: draft policy 'none' proposes nothing, so there is nothing to train"
        ),
        (
            "name: my strategy\ndraft: {policy: none}\n" + tail,
            "s.yaml:1:7: a name consists of letters, digits, '.', '_' and '-', not 'my strategy'"
        ),
        (
            "target: {modle: demo}\ndraft: {policy: none}\n" + tail,
            "s.yaml:1:10: section 'target' has no option 'modle'; did you mean 'model'? (known: model, dtype, inputs, kv_dtype, context)"
        ),
        (
            "target: {model: demo, dtype: q3}\ndraft: {policy: none}\n" + tail,
            "s.yaml:1:30: dtype must be one of stored, bf16, q8, q4, not the text 'q3'"
        ),
        (
            "target: {model: demo, dtype: q8-inputs}\ndraft: {policy: none}\n" + tail,
            "s.yaml:1:30: dtype: 'q8-inputs' is now written as 'dtype: q8, inputs: q8'"
        ),
        (
            "target: {model: demo, dtype: q8, inputs: q16}\ndraft: {policy: none}\n" + tail,
            "s.yaml:1:42: inputs must be one of auto, full, bf16, q8, not the text 'q16'"
        ),
        (
            head + "tree: {builder: dynamic, depth: 2, top_k: 3, total_tokens: 13}\n" + tail,
            "s.yaml:2:60: total_tokens is 13, but depth 2 with top_k 3 grows only 12 candidates; "
                + "ask for at most that many"
        ),
    ]

    @Test("each mistake has its sentence and place", arguments: single)
    func sentence(text: String, expected: String) throws {
        #expect(try complaint(about: text).split(separator: "\n").first.map(String.init) == expected)
        #expect(try complaint(about: text).split(separator: "\n").count == 3)
    }

    static let illegal: [(String, String)] = [
        (
            "draft: {policy: retrieved}\ntree: {builder: dynamic}\n" + tail,
            "s.yaml:2:17: tree builder 'dynamic' ranks nodes by probability, and draft policy 'retrieved' gives "
                + "none; legal here: chain, static, cost-aware"
        ),
        (
            "draft: {policy: none}\ntree: {builder: chain}\n" + tail,
            "s.yaml:2:1: draft policy 'none' proposes nothing, so it takes no tree section"
        ),
        (
            "draft: {policy: random}\ntree: {builder: chain}\n" + tail,
            "s.yaml:3:20: verifier 'sampling' is not valid for the independent candidates of draft policy 'random'; "
                + "legal here: greedy, typical"
        ),
        (
            "draft: {policy: random}\ntree: {builder: dynamic}\nverify: {verifier: greedy}\n",
            "s.yaml:2:17: tree builder 'dynamic' cannot arrange the independent candidates of draft policy 'random'; "
                + "legal here: chain, static"
        ),
        (
            "draft: {policy: none}\nverify: {verifier: greedy}\nsampling: {temperature: 0.5}\n",
            "s.yaml:2:20: verifier 'greedy' is exact at temperature 0 only, and the temperature is 0.5; "
                + "legal here: sampling, typical"
        ),
    ]

    @Test(
        "a list that is none is told, and not taken for a word",
        arguments: [
            ("draft: {policy: layer-skip, skip: [a]}", "1:35: skip must be a list of layers, or 'chosen', not a list"),
            (
                "draft: {policy: eagle3, head: new, feature_layers: [2, x]}",
                "1:52: feature_layers must be a list of layers, or 'usual', not a list"
            ),
            ("draft: {policy: eagle3, head: new, feature_layers: []}", "1:52: feature_layers must be a list of layers"),
        ])
    func lists(draft: String, expected: String) throws {
        let text = draft + "\ntree: {builder: chain}\nverify: {verifier: sampling}\n"
        let faults = #expect(throws: StrategyFaults.self) { try builtinReader().read(text: text, name: "s.yaml") }
        #expect(faults?.description.hasPrefix("s.yaml:" + expected) == true, "\(String(describing: faults))")
    }

    @Test("an objective that looks at trees is not for drafts that draw")
    func drawnTrees() throws {
        func faults(_ draw: String) throws -> String {
            let text =
                "draft: {policy: small-model, model: s, draw: \(draw)}\ntree: {builder: chain}\n"
                + "verify: {verifier: greedy}\ntrain: {objective: group-tree}\n"
            do {
                _ = try builtinReader().read(text: text, name: "s.yaml")
                return ""
            } catch let faults as StrategyFaults {
                return faults.description
            }
        }
        #expect(try faults("top-k") == "")
        #expect(
            try faults("independent").hasPrefix(
                "s.yaml:4:20: objective 'group-tree' trains for trees of the draft's most probable tokens, and draft policy "
                    + "'small-model' draws them (draw: independent): train with draw: top-k, or with another objective")
        )
    }

    @Test("a rule for chains refuses other trees")
    func chains() throws {
        let text =
            "draft: {policy: layer-skip, draw: independent}\ntree: {builder: static, paths: [0, 1]}\nverify: {verifier: block}\n"
        let faults = #expect(throws: StrategyFaults.self) { try builtinReader().read(text: text, name: "s.yaml") }
        #expect(
            faults?.description.hasPrefix(
                "s.yaml:3:20: verifier 'block' judges single paths, and tree builder 'static' grows others; legal here: "
                    + "chain, static, sequoia, threshold\n") == true, "\(String(describing: faults))")
    }

    @Test("an illegal combination names the legal ones", arguments: illegal)
    func combination(text: String, expected: String) throws {
        #expect(try complaint(about: text).split(separator: "\n").first.map(String.init) == expected)
    }

    @Test("each ill rank path is shown at its place")
    func rankPaths() throws {
        let text = """
            draft: {policy: eagle3, head: h}
            tree:
              builder: static
              paths: [0, 1, 00, 1, 21, 0x, [0, -1], [0, 12], 1.5, [300]]
            verify: {verifier: sampling}
            """
        let lines = try complaint(about: text).split(separator: "\n").filter { $0.hasPrefix("s.yaml") }
        #expect(
            lines == [
                "s.yaml:4:21: path 1 is listed twice",
                "s.yaml:4:24: path 21 is listed without its parent 2",
                "s.yaml:4:28: a path must be digits such as 021, or a list of ranks such as [0, 12], "
                    + "not the text '0x'",
                "s.yaml:4:32: a path must be digits such as 021, or a list of ranks such as [0, 12], not a list",
                "s.yaml:4:50: a path must be digits such as 021, or a list of ranks such as [0, 12], not 1.5",
                "s.yaml:4:55: a rank must be in 0...255, not 300",
            ])
        #expect(try complaint(about: text.replacing("[0, 1, 00", with: "[] #")).contains("paths is empty"))
    }

    @Test("faults of the YAML itself are reported as such")
    func syntax() throws {
        #expect(try complaint(about: "- a\n- b\n").hasPrefix("s.yaml:1:1: a strategy is a mapping of sections"))
        #expect(try complaint(about: "name: a\nname: b\n").hasPrefix("s.yaml:2:1: "))
        #expect(try complaint(about: "").hasPrefix("s.yaml"))
    }

    @Test("a temperature from the command line is checked against the verifier")
    func overriddenTemperature() throws {
        let text = "draft: {policy: none}\nverify: {verifier: greedy}\n"
        #expect(try complaint(about: text) == "")
        #expect(
            try complaint(about: text, StrategyOverrides(sampling: ["temperature": .real(1)])).hasPrefix(
                "s.yaml:2:20: verifier 'greedy' is exact at temperature 0 only, and the temperature is 1"))
        #expect(
            try complaint(about: text, StrategyOverrides(sampling: ["temperature": .real(-1)]))
                == "on the command line: temperature must be a number in 0...100, not -1")
    }
}
