import Foundation
import Speculation
import SpeculationTestKit
import SuffixPlugin
import Testing

@Suite("Suffixes are counted, and their counts are chances")
struct SuffixTests {
    static func text(_ seed: UInt64, count: Int, of tokens: Int) -> [Token] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in Int(random.uniform() * Double(tokens)) }
    }

    /// What followed a run in a text, counted by looking everywhere.
    static func followers(of run: [Token], in text: [Token]) -> [Token: Int] {
        var counts: [Token: Int] = [:]
        for start in 0..<max(text.count - run.count, 0) where Array(text[start..<start + run.count]) == run {
            counts[text[start + run.count], default: 0] += 1
        }
        return counts
    }

    /// Where a run stands; nil where it has never occurred.
    static func place(of run: [Token], in counts: SuffixCounts) -> Int32? {
        let places = counts.suffixes(of: run[...]).places
        return places.count == run.count + 1 ? places[run.count] : nil
    }

    @Test("every run up to the longest is counted as by looking everywhere", arguments: UInt64(0)..<6)
    func counts(seed: UInt64) {
        let text = Self.text(seed, count: 120, of: 3)
        var counts = SuffixCounts(longest: 4)
        for token in text { counts.append(token) }
        for length in 1...4 {
            for start in 0...text.count - length {
                let run = Array(text[start..<start + length])
                let expected = Self.followers(of: run, in: text)
                guard let place = Self.place(of: run, in: counts) else {
                    Issue.record("\(run) is not there")
                    continue
                }
                #expect(counts.totals(after: place) == (expected.values.reduce(0, +), expected.count))
                for token in 0..<4 { #expect(counts.count(of: token, after: place) == expected[token] ?? 0) }
            }
        }
        #expect(Self.place(of: [3], in: counts) == nil)
    }

    @Test("a chance mixes what followed every suffix, longest first; two texts count together")
    func chances() {
        let (own, earlier) = (Self.text(1, count: 60, of: 4), Self.text(2, count: 80, of: 4))
        var (here, there) = (SuffixCounts(longest: 3), SuffixCounts(longest: 3))
        for token in own { here.append(token) }
        for token in earlier { there.append(token) }
        for end in 3..<60 {
            let context = own[..<end].suffix(3)
            var expected = [Double](repeating: 0, count: 4)
            for length in 1...3 {
                let run = Array(context.suffix(length))
                let (first, second) = (Self.followers(of: run, in: own), Self.followers(of: run, in: earlier))
                let all = Double(first.values.reduce(0, +) + second.values.reduce(0, +))
                guard all > 0 else { break }
                let weight = ContinuationChances.escape * Double(max(first.count, second.count))
                for token in 0..<4 {
                    let count = Double((first[token] ?? 0) + (second[token] ?? 0))
                    expected[token] = (count + weight * expected[token]) / (all + weight)
                }
            }
            let best = ContinuationChances(
                shortest: 1, here.suffixes(of: context), in: here, there.suffixes(of: context), in: there
            ).best(4)
            for (token, chance) in best { #expect(abs(chance - expected[token]) < 1e-12) }
            #expect(best.map(\.chance) == best.map(\.chance).sorted(by: >))
            #expect(best.reduce(0) { $0 + $1.chance } <= 1 + 1e-12)
        }
    }

    @Test("the memory keeps the newest texts, and no more than it has room for")
    func memory() {
        let memory = AnswerMemory(longest: 2, capacity: 8)
        func knows(_ run: [Token]) -> Bool { memory.read { counts, _ in Self.place(of: run, in: counts) != nil } }
        memory.add([1, 2, 3])
        memory.add([4, 5, 6])
        #expect(knows([1, 2]) && knows([5, 6]) && !knows([3, 4]))
        memory.add([7, 8, 9])
        #expect(!knows([1, 2]) && knows([5, 6]) && knows([8, 9]))
        memory.add([Token](0..<20))
        #expect(!knows([8, 9, 7]) && knows([18, 19]) && !knows([10, 11]))
        let none = AnswerMemory(longest: 2, capacity: 0)
        none.add([1, 2])
        #expect(none.read { counts, _ in Self.place(of: [1], in: counts) } == nil)
    }

    @Test("a sequence hears of those that ended before it, and honours the draft contract")
    func sequences() throws {
        let draft = SuffixDraft()
        func proposed(_ text: [Token]) throws -> [Token] {
            var session = try draft.begin(DraftBeginning())
            try session.commit(
                Commitment(tokens: Array(text.dropLast()), next: text[text.count - 1], features: nil, round: nil))
            session.beginRound()
            return try session.expand(Frontier([0], width: 3), of: TokenTree(root: text[text.count - 1])).tokens
        }
        #expect(try proposed([5, 6, 7, 5, 6]) == [7])
        #expect(try proposed([1, 5, 6]) == [7])
        #expect(try proposed([9, 7]) == [5])
        let law = ScriptedLaw.random(vocabularySize: 4, seed: 5)
        let other = SuffixDraft()
        let faults = try DraftConformance().faults(
            of: other, other.traits, with: ScriptedTarget(law), prompt: [0, 1, 2, 0, 1, 2, 3, 0, 1])
        #expect(faults == [])
    }
}
