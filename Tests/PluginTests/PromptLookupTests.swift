import Foundation
import PromptLookupPlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("Prompt lookup repeats what followed before")
struct PromptLookupTests {
    /// Grows everything the draft has to offer after a text, as paths of tokens.
    func continuations(of text: [Token], _ policy: PromptLookup = PromptLookup(), width: Int = 8) throws -> [[Token]] {
        var session = try policy.begin(DraftBeginning())
        try session.commit(Commitment(tokens: text.dropLast(), next: text[text.count - 1], features: nil, round: nil))
        return try paths(&session, root: text[text.count - 1], width: width)
    }

    func paths(_ session: inout any DraftSession, root: Token, width: Int) throws -> [[Token]] {
        var tree = TokenTree(root: root)
        while true {
            let level = (0..<tree.count).filter { tree.depths[$0] == tree.deepest }
            let candidates = try session.expand(Frontier(level, width: width), of: tree)
            if candidates.count == 0 { break }
            tree.attach(candidates)
        }
        return tree.childLists().enumerated().filter { $0.element.isEmpty && $0.offset > 0 }
            .map { tree.path(to: $0.offset).map { tree.tokens[$0] } }
    }

    @Test("the continuation of the longest match comes first, the most recent of equals before older ones")
    func preference() throws {
        // 1 2 3 was followed by 4, then (more recently) 2 3 by 5 and 3 by 6.
        let text = [1, 2, 3, 4, 9, 2, 3, 5, 9, 3, 6, 1, 2, 3]
        var session = try PromptLookup(fragmentLength: 1).begin(DraftBeginning())
        try session.commit(Commitment(tokens: Array(text.dropLast()), next: 3, features: nil, round: nil))
        let root = TokenTree(root: 3)
        #expect(try session.expand(Frontier([0], width: 8), of: root).tokens == [4, 5, 6])
        #expect(try session.expand(Frontier([0], width: 2), of: root).tokens == [4, 5])
    }

    @Test("fragments that begin alike share their beginning, and siblings are distinct")
    func merging() throws {
        let text = [7, 1, 2, 3, 7, 1, 2, 4, 7, 1, 5, 7]
        #expect(try continuations(of: text, PromptLookup(fragmentLength: 3)) == [[1, 5, 7], [1, 2, 4], [1, 2, 3]])
        let limited = PromptLookup(fragments: 2, fragmentLength: 3)
        #expect(try continuations(of: text, limited) == [[1, 5, 7], [1, 2, 4]])
    }

    @Test("a text without repetition has no continuation, nor has a text of one token")
    func nothing() throws {
        #expect(try continuations(of: [1, 2, 3, 4]) == [])
        #expect(try continuations(of: [1, 1], PromptLookup(longestMatch: 3, shortestMatch: 2)) == [])
    }

    @Test("runs shorter than the shortest match do not count")
    func shortest() throws {
        let text = [1, 2, 3, 8, 2, 9, 1, 2]
        #expect(try continuations(of: text, PromptLookup(shortestMatch: 2, fragmentLength: 2)) == [[3, 8]])
    }

    @Test("indexing as the text grows finds what indexing at once does", arguments: UInt64(0)..<20)
    func incremental(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let text = (0..<300).map { _ in Int(random.next() % 4) }
        let policy = PromptLookup(longestMatch: 4, shortestMatch: 1, fragments: 6, fragmentLength: 5)
        var session = try policy.begin(DraftBeginning())
        var end = 3
        try session.commit(Commitment(tokens: Array(text[..<end]), next: text[end], features: nil, round: nil))
        while end + 6 < text.count {
            let step = 1 + Int(random.next() % 5)
            let tokens = Array(text[end..<end + step])
            end += step
            try session.commit(Commitment(tokens: tokens, next: text[end], features: nil, round: nil))
            let grown = try paths(&session, root: text[end], width: 6)
            #expect(try grown == continuations(of: Array(text[...end]), policy, width: 6))
        }
    }

    @Test("forgetting a part and going on finds what indexing at once does", arguments: UInt64(0)..<20)
    func rewinding(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let policy = PromptLookup(longestMatch: 4, shortestMatch: 1, fragments: 6, fragmentLength: 5)
        var session = try policy.begin(DraftBeginning())
        var text = [0, 1, 2, 3]
        try session.commit(Commitment(tokens: [0, 1, 2], next: 3, features: nil, round: nil))
        for _ in 0..<60 {
            let retained = max(Int(random.next() % UInt64(text.count)), text.count - 12)
            session.rewind(to: retained, for: DraftBeginning())
            text = text[...retained] + (0..<14).map { _ in Int(random.next() % 4) }
            try session.commit(
                Commitment(
                    tokens: Array(text[retained..<text.count - 1]), next: text[text.count - 1], features: nil,
                    round: nil))
            let grown = try paths(&session, root: text[text.count - 1], width: 6)
            #expect(try grown == continuations(of: text, policy, width: 6))
        }
    }

    @Test("chances say how often continuations are right, once the sequence has shown it", arguments: UInt64(0)..<3)
    func calibration(seed: UInt64) throws {
        // A text of phrases: within one the next token is nearly certain, after one it is not.
        var random = SeededRandom(seed: seed)
        let phrases = (0..<6).map { _ in (0..<7).map { _ in Int(random.next() % 12) } }
        var text: [Token] = []
        while text.count < 9_000 {
            let phrase = phrases[Int(random.next() % 6)]
            text += phrase.map { random.uniform() < 0.06 ? Int(random.next() % 12) : $0 }
        }
        let policy = PromptLookup(longestMatch: 4, shortestMatch: 1, fragments: 6, fragmentLength: 3)
        var session = try policy.begin(DraftBeginning())
        try session.commit(Commitment(tokens: Array(text[..<500]), next: text[500], features: nil, round: nil))
        var buckets = [[Double]](repeating: [0, 0, 0], count: 5)
        var sums: [Double] = []
        for end in 500..<text.count - 1 {
            let tree = TokenTree(root: text[end])
            let found = try session.expand(Frontier([0], width: 6), of: tree)
            let chances = found.logProbabilities.map { exp(Double($0 ?? 0)) }
            sums.append(chances.reduce(0, +))
            for (token, chance) in zip(found.tokens, chances) {
                let bucket = min(Int(chance * 5), 4)
                buckets[bucket][0] += 1
                buckets[bucket][1] += chance
                buckets[bucket][2] += token == text[end + 1] ? 1 : 0
            }
            let outcome = RoundOutcome(
                tree: tree, scores: TreeScores(logits: [], vocabularySize: 12),
                verdict: Verdict(lastAccepted: 0, bonus: text[end + 1]))
            try session.commit(
                Commitment(tokens: [text[end]], next: text[end + 1], features: nil, round: outcome))
        }
        #expect(sums.allSatisfy { $0 <= 1 + 1e-5 })
        #expect(buckets[0][0] > 100 && buckets[4][0] > 100, "\(buckets)")
        for bucket in buckets where bucket[0] > 200 {
            #expect(abs(bucket[1] - bucket[2]) / bucket[0] < 0.08, "\(buckets)")
        }
    }

    @Test("a longer match is believed more, and one whose occurrences disagree less")
    func belief() throws {
        func chance(after text: [Token]) throws -> Double {
            var session = try PromptLookup().begin(DraftBeginning())
            let last = try #require(text.last)
            try session.commit(Commitment(tokens: text.dropLast(), next: last, features: nil, round: nil))
            let found = try session.expand(Frontier([0], width: 1), of: TokenTree(root: last))
            return exp(Double(try #require(found.logProbabilities.first ?? nil)))
        }
        let long = [1, 2, 3, 4, 5, 6, 7, 9, 1, 2, 3, 4, 5, 6]
        let short = [1, 2, 3, 8, 5, 6, 7, 9, 0, 6]
        let split = [6, 7, 9, 6, 8, 0, 6]
        let agreed = [6, 7, 9, 6, 7, 0, 6]
        #expect(try chance(after: long) > chance(after: short))
        #expect(try chance(after: agreed) > chance(after: short))
        #expect(try chance(after: split) < chance(after: short))
    }

    @Test("a long text of one word costs no more than a short one")
    func repetitive() throws {
        let clock = ContinuousClock()
        var session = try PromptLookup().begin(DraftBeginning())
        try session.commit(
            Commitment(tokens: [Token](repeating: 1, count: 200_000), next: 1, features: nil, round: nil))
        let elapsed = try clock.measure {
            for _ in 0..<100 {
                try session.commit(Commitment(tokens: [1], next: 1, features: nil, round: nil))
                _ = try session.expand(Frontier([0], width: 4), of: TokenTree(root: 1))
            }
        }
        #expect(elapsed < .seconds(1))
    }

    @Test("it honours the draft contract", arguments: UInt64(0)..<5)
    func conformance(seed: UInt64) throws {
        let target = ScriptedTarget(.random(vocabularySize: 4, seed: seed, memory: 1))
        let policy = PromptLookup()
        let prompt = [0, 1, 2, 3, 0, 1, 3, 2, 0, 1, 2]
        #expect(try DraftConformance().faults(of: policy, policy.traits, with: target, prompt: prompt) == [])
    }
}
