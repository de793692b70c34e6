import Foundation
import JSON
import LanguageModels
import Speculation
import Strategies
import Tensors
import Testing

@Suite("A strategy file is resolved with every default filled in")
struct ReadingTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("strategies")

    @Test("absent sections take their defaults, and the file gives the name")
    func defaults() throws {
        let strategy = try reader().read(
            text: "draft: {policy: none}\nverify: {verifier: sampling}\n", name: "some/plain.yaml")
        #expect(strategy.name == "plain")
        #expect(strategy.comment == nil)
        #expect(strategy.file == "some/plain.yaml")
        #expect(strategy.targetModel == "demo")
        #expect(strategy.builder == nil)
        #expect(strategy.sampling == SamplingRule())
        #expect(strategy.seed == 0)
        #expect(strategy.guarantee == .exact)
        #expect(
            strategy.resolvedText == """
                name: plain
                target: {model: demo, dtype: stored, inputs: auto, kv_dtype: auto, context: model}
                draft: {policy: none}
                verify: {verifier: sampling}
                sampling:
                  logit_bias: {}
                  repetition_penalty: 1
                  frequency_penalty: 0
                  presence_penalty: 0
                  temperature: 0
                  top_k: 0
                  top_p: 1
                  min_p: 0
                  stop: []
                  stop_tokens: []
                  ignore_eos: false
                  min_new_tokens: 0
                  seed: 0

                """)
    }

    @Test("overrides replace the file's values where the option exists")
    func overrides() throws {
        let overrides = StrategyOverrides(
            model: "big", opening: ["dtype": .string("q8"), "inputs": .string("bf16")], head: "my/head",
            sampling: ["temperature": .real(0.5), "seed": .integer(9)])
        let reader = try reader(overrides)
        let text = "tree: {builder: chain}\nverify: {verifier: sampling}\nsampling: {seed: 4}\n"
        let head = try reader.read(text: "draft: {policy: eagle3}\n" + text, name: "a.yaml")
        #expect(head.targetModel == "big")
        #expect(head.targetOpening == ModelOpening(ProductPrecision(.q8, inputs: .bf16, keyValues: nil)))
        #expect(head.draft.options.map(\.value.text) == ["my/head", "stored", "auto", "auto"])
        #expect(head.sampling.temperature == 0.5)
        #expect(head.seed == 9)
        let model = try reader.read(text: "draft: {policy: small-model, model: s}\n" + text, name: "a.yaml")
        #expect(model.draft.options.map(\.value.text) == ["s", "stored", "auto", "auto"])
    }

    @Test("the resolved form is typed, for storing beside results")
    func resolvedForm() throws {
        let text = """
            # What it is for.
            draft: {policy: eagle3, head: "/no: 1"}
            tree: {builder: static, paths: [1, 0, [0, 12]]}
            verify: {verifier: typical}
            sampling: {temperature: 0.7}
            train: {objective: group-tree, groups: 4, reward: node-sum, reward_temperature: strategy}
            trainer: {learning_rate: 1.5e-4, steps: 800, data: /my.jsonl}
            """
        let strategy = try reader().read(text: text, name: "x.yaml")
        #expect(strategy.guarantee == .lossy)
        let resolved = try JSONValue(encoding: strategy.resolved)
        #expect(
            resolved["draft"]?.text
                == #"{"dtype":"stored","head":"/no: 1","inputs":"auto","kv_dtype":"auto","policy":"eagle3"}"#)
        #expect(resolved["tree"]?.text == #"{"builder":"static","paths":["0","1",[0,12]]}"#)
        #expect(resolved["verify"]?.text == #"{"delta":0.3,"epsilon":0.09,"verifier":"typical"}"#)
        #expect(resolved["train"]?["reward"] == .string("node-sum"))
        #expect(resolved["train"]?["reward_temperature"] == .string("strategy"))
        #expect(resolved["train"]?["groups"] == .integer(4))
        #expect(resolved["trainer"]?["learning_rate"] == .real(0.00015))
        #expect(resolved["trainer"]?["data"] == .string("/my.jsonl"))
        #expect(strategy.training?.trainer.steps == 800)
        #expect(
            resolved["sampling"]?.text
                == #"{"frequency_penalty":0,"ignore_eos":false,"logit_bias":{},"min_new_tokens":0,"#
                + #""min_p":0,"presence_penalty":0,"repetition_penalty":1,"seed":0,"stop":[],"stop_tokens":[],"#
                + #""temperature":0.7,"top_k":0,"top_p":1}"#)
        #expect(
            strategy.resolvedText == """
                # What it is for.
                name: x
                target: {model: demo, dtype: stored, inputs: auto, kv_dtype: auto, context: model}
                draft: {policy: eagle3, head: "/no: 1", dtype: stored, inputs: auto, kv_dtype: auto}
                tree: {builder: static, paths: ["0", "1", [0, 12]]}
                verify: {verifier: typical, epsilon: 0.09, delta: 0.3}
                sampling:
                  logit_bias: {}
                  repetition_penalty: 1
                  frequency_penalty: 0
                  presence_penalty: 0
                  temperature: 0.7
                  top_k: 0
                  top_p: 1
                  min_p: 0
                  stop: []
                  stop_tokens: []
                  ignore_eos: false
                  min_new_tokens: 0
                  seed: 0
                train:
                  objective: group-tree
                  ttt_length: 7
                  step_decay: 0.8
                  mean: sequence
                  expect: distribution
                  groups: 4
                  group_size: 8
                  reward: node-sum
                  eta: 1
                  omega: 0.5
                  clip: 0.2
                  delta: 1e-06
                  debias: true
                  reward_temperature: strategy
                trainer:
                  data: /my.jsonl
                  held_out: demo/held-out
                  init: head
                  draft_vocabulary: 0
                  start_share: 0
                  products: auto
                  feature_cache: none
                  feature_cache_size: 16
                  seed: 0
                  steps: 800
                  flops: 0
                  seconds: 0
                  batch: 4
                  learning_rate: 0.00015
                  warm_up: 0.015
                  decay: linear
                  beta1: 0.9
                  beta2: 0.95
                  weight_decay: 0
                  gradient_clip: 0.5
                  max_length: 0
                  too_long: drop
                  evaluate_every: 100
                  evaluate_prompts: 30
                  evaluate_tokens: 96
                  save_every: 100

                """)
        try expectRoundTrip(strategy)
    }

    @Test(
        "names that YAML would read as something else survive being written",
        arguments: [
            "null", "007", "1e5", "a b", "it's", "\"q\"", "tab\there", "line\nbreak", "ü/✓", "-", "- x", "#no", "a: b",
            "\u{7F}",
            "back\\slash", "~", "{x}", "\u{2028}",
        ])
    func quoting(text: String) throws {
        let strategy = try reader(StrategyOverrides(head: text), names: [text]).read(
            text: "draft: {policy: eagle3}\ntree: {builder: chain}\nverify: {verifier: greedy}\n", name: "a.yaml")
        let again = try reader(names: [text]).read(text: strategy.resolvedText, name: "b.yaml")
        #expect(again.draft.options.map(\.value.text) == [text, "stored", "auto", "auto"])
    }

    @Test("every shipped file reads, opens with its purpose, and survives being written")
    func shippedFiles() throws {
        let strategies = try builtinReader().read(paths: [Self.folder])
        #expect(
            strategies.map(\.name) == [
                "autoregressive", "eagle1-static", "eagle3-chain", "eagle3-cost-aware", "eagle3-dynamic",
                "eagle3-dynamic-small", "eagle3-dynamic-small-gto", "eagle3-dynamic-t1", "eagle3-opt-tree",
                "eagle3-sequoia", "eagle3-sequoia-t1", "eagle3-short-chain", "eagle3-static", "layer-skip",
                "lookahead", "lookup-eagle3", "lookup-medusa", "lookup-small-model", "medusa", "medusa-tree", "merged",
                "prompt-lookup", "prompt-lookup-cost-aware", "small-model-chain", "small-model-chain-t1",
                "small-model-cost-aware", "small-model-dynamic", "small-model-sequoia-t1", "small-model-threshold",
                "suffix", "token-recycling", "typical",
            ])
        for strategy in strategies {
            #expect(strategy.comment?.hasSuffix(".") == true)
            #expect(strategy.file.hasSuffix(strategy.name + ".yaml"))
            try expectRoundTrip(strategy, by: builtinReader())
        }
        let nodes = Dictionary(
            uniqueKeysWithValues: strategies.map { ($0.name, $0.builder?.product.traits.maximumNodes) })
        #expect(nodes["eagle1-static"] == 25)
        #expect(nodes["medusa-tree"] == 63)
        #expect(nodes["eagle3-dynamic"] == 60)
        #expect(strategies.filter { $0.guarantee == .lossy }.map(\.name) == ["typical"])
    }

    @Test("everything about a request can be said, and reads back")
    func requests() throws {
        let text = """
            draft: {policy: none}
            verify: {verifier: sampling}
            sampling:
              temperature: 0.7
              top_k: 20
              top_p: 0.95
              min_p: 0.05
              repetition_penalty: 1.1
              presence_penalty: -0.5
              frequency_penalty: 0.25
              logit_bias: {"12": -5, " yes": 2.5}
              stop: ["\\nUser:", END]
              stop_tokens: [7, <|im_end|>]
              ignore_eos: true
              min_new_tokens: 3
              seed: 4
            """
        let strategy = try reader().read(text: text, name: "r.yaml")
        let request = strategy.request
        #expect(request.sampling == SamplingRule(temperature: 0.7, topK: 20, topP: 0.95, minP: 0.05))
        #expect(
            request.penalties == LogitRule(repetitionPenalty: 1.1, presencePenalty: -0.5, frequencyPenalty: 0.25))
        #expect(request.biases.map(\.token.name) == [.id(12), .text(" yes")])
        #expect(request.biases.map(\.amount) == [-5, 2.5])
        #expect(request.stopStrings == ["\nUser:", "END"])
        #expect(request.stopTokens.map(\.name) == [.id(7), .text("<|im_end|>")])
        #expect(request.ignoresEndTokens && request.minimumNewTokens == 3 && request.seed == 4)
        try expectRoundTrip(strategy)
        let single = try reader().read(
            text: "draft: {policy: none}\nverify: {verifier: sampling}\nsampling: {stop: END}\n", name: "s.yaml")
        #expect(single.request.stopStrings == ["END"])
    }

    @Test("every lossless shipped file can be run at another temperature")
    func shippedFilesWarm() throws {
        let strategies = try builtinReader(StrategyOverrides(sampling: ["temperature": .real(0.8)])).read(
            paths: [Self.folder])
        #expect(strategies.allSatisfy { $0.sampling.temperature == 0.8 })
    }

    private func expectRoundTrip(_ strategy: Strategy, by given: StrategyReader? = nil) throws {
        let again = try (given ?? reader()).read(text: strategy.resolvedText, name: "again.yaml")
        #expect(again.resolved == strategy.resolved)
        #expect(again.resolvedText == strategy.resolvedText)
        #expect(again.comment == strategy.comment)
    }
}
