import Foundation
import Strategies
import Testing

@Suite("Every fault of an experiment is shown with its place")
struct ExperimentFaultTests {
    private static let start = """
        draft: {policy: eagle3, head: h}
        tree: {builder: chain}
        verify: {verifier: sampling}

        """
    private static let budget = "budget: {steps: 1}\n"
    private static let arms = "arms: [{objective: lk}]\n"

    /// What reading a text complains about: the lines that name a place.
    private func complaints(about text: String) throws -> [String] {
        do {
            _ = try ExperimentReader(strategies: reader()).read(text: text, name: "e.yaml")
            return []
        } catch let faults as StrategyFaults {
            return faults.description.split(separator: "\n").map(String.init).filter { $0.hasPrefix("e.yaml") }
        }
    }

    @Test("a sound file has none")
    func sound() throws {
        #expect(try complaints(about: Self.start + Self.budget + Self.arms) == [])
    }

    static let single: [(String, String)] = [
        (
            budget + "arms: [{objective: lkk}]\n",
            "e.yaml:5:20: unknown objective 'lkk'; did you mean 'lk'? (known: cross-entropy, lk, group-tree, soft-tree)"
        ),
        (
            budget + "arms: [{name: x}]\n",
            "e.yaml:5:8: section 'arm 1' names no objective (known: cross-entropy, lk, group-tree, soft-tree)"
        ),
        (budget + "arms: [{objectiv: lk}]\n", "e.yaml:5:9: unknown option 'objectiv'; did you mean 'objective'?"),
        (
            budget + "arms: [{objective: group-tree, group_size: 0}]\n",
            "e.yaml:5:44: group_size must be an integer in 1...1024, not 0"
        ),
        (
            budget + "arms: [{objective: lk, tre: {builder: chain}}]\n",
            "e.yaml:5:24: an arm has no key 'tre'; did you mean 'tree'?"
        ),
        (
            budget + "arms: [{objective: lk, tree: {builder: chain, depth: 0}}]\n",
            "e.yaml:5:54: depth must be an integer in 1...64, not 0"
        ),
        (
            budget + "arms: [{objective: lk, trainer: {seed: 3}}]\n",
            "e.yaml:5:34: 'seeds' lists the seeds, the same to every arm"
        ),
        (
            budget + "arms: [{objective: lk, trainer: 3}]\n",
            "e.yaml:5:33: trainer must be a section such as 'trainer: {learning_rate: 1e-4}', not 3"
        ),
        (
            budget + "arms: [{objective: lk}, {objective: lk}]\n",
            "e.yaml:5:25: two arms are called 'lk': give one another name"
        ),
        (
            budget + "arms: [{name: start, objective: lk}]\n",
            "e.yaml:5:15: 'start' is what the untrained head is called: choose another name"
        ),
        (
            budget + "arms: [{name: a/b, objective: lk}]\n",
            "e.yaml:5:15: a name consists of letters, digits, '.', '_', '-', '=', '+' and spaces between them, not 'a/b'"
        ),
        (
            budget + "arms: lk\n",
            "e.yaml:5:7: arms must be a list such as [{objective: cross-entropy}], not the text 'lk'"
        ),
        (
            budget + "arms: [lk]\n",
            "e.yaml:5:8: an arm must be a section such as {objective: cross-entropy}, not the text 'lk'"
        ),
        (
            budget,
            "e.yaml:1:1: section 'arms' is missing: it lists the objectives to compare "
                + "(known: cross-entropy, lk, group-tree, soft-tree)"
        ),
        (
            arms,
            "e.yaml:1:1: section 'budget' is missing: it says what each arm may spend (known: flops, seconds, steps)"
        ),
        (
            "budget: {steps: 1, flops: 1}\n" + arms,
            "e.yaml:4:1: a budget gives one of flops, seconds and steps, and 2 are given"
        ),
        ("budget: {}\n" + arms, "e.yaml:4:1: a budget gives one of flops, seconds and steps, and 0 are given"),
        (
            "budget: {hours: 1}\n" + arms,
            "e.yaml:4:1: a budget gives one of flops, seconds and steps, and 0 are given"
        ),
        (budget + arms + "seeds: 3\n", "e.yaml:6:8: seeds must be a list of integers such as [0, 1, 2], not 3"),
        (budget + arms + "seeds: [1, 1]\n", "e.yaml:6:12: seed 1 is listed twice"),
        (budget + arms + "seeds: [-1]\n", "e.yaml:6:9: a seed must be an integer of at least 0, not -1"),
        (
            budget + arms + "train: {objective: lk}\n",
            "e.yaml:6:1: an experiment has no section 'train': each of its arms names an objective"
        ),
        (
            budget + arms + "trainer: {steps: 9}\n",
            "e.yaml:6:11: section 'budget' gives steps, the same to every arm"
        ),
        (
            budget + arms + "evaluate: {tree: {builder: chain}}\n",
            "e.yaml:6:12: section 'evaluate' has no option 'tree'; did you mean 'trees'? (known: trees)"
        ),
        (budget + arms + "evaluate: {trees: []}\n", "e.yaml:6:19: trees must be a list of trees, not a list"),
        (
            budget + arms + "evaluate: {trees: [{builder: chain}, {builder: chain}]}\n",
            "e.yaml:6:38: two trees are called 'chain': give one another name"
        ),
        (
            budget + arms + "evaluate: {trees: [{builder: chian}]}\n",
            "e.yaml:6:30: unknown tree builder 'chian'; did you mean 'chain'? "
                + "(known: chain, static, dynamic, cost-aware)"
        ),
    ]

    @Test("each mistake has its sentence and place", arguments: single)
    func sentence(text: String, expected: String) throws {
        #expect(try complaints(about: Self.start + text).first == expected)
    }

    @Test("faults of shared sections show once, whatever the number of arms and seeds, among all others")
    func together() throws {
        let text = """
            draft: {policy: eagle3}
            tree: {builder: chain, depht: 3}
            verify: {verifier: sampling}
            trainer: {learning_rate: fast}
            budget: {steps: 0}
            seeds: [0, 1, x]
            arms:
              - {objective: soft-tree, omga: 1}
              - {objective: lk, trainer: {batch: 0}}
            """
        #expect(
            try complaints(about: text).map { $0.split(separator: " ").first.map(String.init) } == [
                "e.yaml:1:1:", "e.yaml:2:24:", "e.yaml:4:26:", "e.yaml:5:1:", "e.yaml:6:15:", "e.yaml:8:28:",
                "e.yaml:9:38:",
            ])
        // Without a sound arm too.
        #expect(
            try complaints(about: text.replacing("objective:", with: "objectiv:")).prefix(3).map {
                $0.split(separator: " ").first.map(String.init)
            } == ["e.yaml:1:1:", "e.yaml:2:24:", "e.yaml:4:26:"])
    }

    /// A list of so many elements, made of their numbers.
    private static func list(_ count: Int, _ element: (Int) -> String) -> String {
        "[\((0..<count).map(element).joined(separator: ", "))]"
    }

    static let many: [(String, String)] = [
        (
            arms + "seeds: \(list(1001) { "\($0)" })\n",
            "e.yaml:6:8: seeds lists 1001 seeds, and 1000 is the most"
        ),
        ("arms: \(list(5000) { _ in "{objective: lk}" })\n", "e.yaml:5:7: arms lists 5000 arms, and 1000 is the most"),
        (
            "arms: \(list(40) { "{objective: lk, name: a\($0)}" })\nseeds: \(list(30) { "\($0)" })\n",
            "e.yaml:6:1: 40 arms on 30 seeds are 1200 trainings, and an experiment has at most 1000"
        ),
        (
            arms + "evaluate: {trees: \(list(101) { "{builder: chain, name: t\($0)}" })}\n",
            "e.yaml:6:20: evaluate lists 101 trees, and 100 is the most"
        ),
    ]

    @Test("lists that multiply are bounded before anything is made of them", arguments: many)
    func bounded(text: String, expected: String) throws {
        #expect(try complaints(about: Self.start + Self.budget + text) == [expected])
    }

    @Test("one long text in thousands of places is quoted little")
    func longTexts() throws {
        let text = String(repeating: "x", count: 100_000)
        let file =
            Self.start + Self.budget + "seeds: [&a \(text), \(Self.list(900) { _ in "*a" }.dropFirst())\n" + Self.arms
        let error = #expect(throws: StrategyFaults.self) {
            _ = try ExperimentReader(strategies: reader()).read(text: file, name: "e.yaml")
        }
        #expect(error?.count == 901 && (error?.description.utf8.count ?? .max) < 100_000)
    }

    @Test("what is no mapping, and a name without its ending, are refused as such")
    func shape() throws {
        #expect(
            try complaints(about: "- a\n").first?.hasPrefix("e.yaml:1:1: an experiment is a mapping of sections")
                == true)
        try withFolder(["e.txt": ""]) { folder in
            let error = #expect(throws: StrategyFaults.self) {
                try ExperimentReader(strategies: reader()).read(folder.appendingPathComponent("e.txt"))
            }
            #expect(
                error?.description.hasSuffix(
                    ": an experiment file's name ends in .yaml or .yml, and this one does not") == true)
        }
    }
}
