import RetrievalPlugin
import Speculation
import Testing

@Suite("A text's places are found by what begins there")
struct RetrievalTests {
    @Test("runs and what follows them are those of looking everywhere", arguments: UInt64(0)..<6)
    func bruteForce(seed: UInt64) {
        let text = SuffixTests.text(seed, count: 150, of: 3)
        let index = SuffixArray(of: text, comparing: 5)
        for length in 1...4 {
            for start in 0...text.count - length {
                let run = Array(text[start..<start + length])
                let expected = SuffixTests.followers(of: run, in: text)
                let found = index.continuations(of: index.range(of: run[...]), length: length)
                #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.token, $0.count) }) == expected)
                #expect(found.map(\.count) == found.map(\.count).sorted(by: >))
            }
        }
        #expect(index.range(of: [7]).isEmpty)
        #expect(index.range(of: [0, 7]).isEmpty)
    }
}
