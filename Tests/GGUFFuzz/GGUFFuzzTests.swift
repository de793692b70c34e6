import AllocationCounter
import Foundation
import ModelTestKit
import Speculation
import Testing

/// Damaged GGUF files: each is read or refused in a sentence, in little time and little memory.
///
/// The cases follow from their numbers. Some thousands are run every time; `ESPALIER_FUZZ_CASES=1000000` runs more, and
/// `ESPALIER_FUZZ_SEED` others. The file of the case at hand lies in the folder that is printed, so that a crash leaves it.
struct GGUFFuzzTests {
    private let names: [String]
    private let corpus: [Data]

    init() throws {
        let folder = try #require(Bundle.module.url(forResource: "Corpus", withExtension: nil))
        names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".gguf") }
            .sorted()
        corpus = try names.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
    }

    private static func setting(_ name: String, default fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? fallback
    }

    /// A folder for each file of the corpus, where it lies among the other parts of its model, and what to open there.
    private func places(in folder: TemporaryFolder) throws -> [(file: URL, entry: URL)] {
        try names.map { name in
            let own = folder.file(name + ".folder")
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            for (other, bytes) in zip(names, corpus) where other.hasPrefix("part-") || other == name {
                try bytes.write(to: own.appendingPathComponent(other))
            }
            let entry = name.hasPrefix("part-") ? "part-00001-of-00002.gguf" : name
            return (own.appendingPathComponent(name), own.appendingPathComponent(entry))
        }
    }

    @Test
    func `Sound files are read`() throws {
        let folder = try TemporaryFolder()
        var all = ReaderExercise.Outcome()
        for place in try places(in: folder) {
            let outcome = ReaderExercise.read(place.entry)
            #expect(outcome.opened && outcome.surprise == nil, "\(place.entry.lastPathComponent)")
            all.tensors += outcome.tensors
            all.tokenizers += outcome.tokenizers
            all.inspections += outcome.inspections
        }
        #expect(all.tensors > 80 && all.tokenizers == 5 && all.inspections > 8)
        #expect(corpus.reduce(0) { $0 + $1.count } < 300_000)
    }

    @Test
    func `Damaged files are read or refused, in little time and memory`() throws {
        let cases = Self.setting("ESPALIER_FUZZ_CASES", default: 3000)
        let first = Self.setting("ESPALIER_FUZZ_FIRST", default: 0)
        let seed = UInt64(Self.setting("ESPALIER_FUZZ_SEED", default: 1))
        let folder = try TemporaryFolder()
        let places = try places(in: folder)
        let mutation = FileMutation(corpus)
        var tally = FuzzTally()
        let isLong = cases > 100_000
        if isLong { print("damaged files lie in \(folder.path)") }
        for number in first..<first + cases {
            let (file, bytes) = mutation.bytes(ofCase: number, seed: seed)
            try bytes.write(to: places[file].file)
            let (begun, held) = (ContinuousClock.now, allocated_bytes())
            let outcome = ReaderExercise.read(places[file].entry)
            tally.add(
                outcome, number, taken: ContinuousClock.now - begun, allocated: Int(allocated_bytes() - held),
                fileSize: bytes.count)
            #expect(outcome.surprise == nil, "case \(number) of seed \(seed)")
            if isLong && number % 100_000 == 99_999 { print(number + 1, tally) }
        }
        if isLong { print(tally) }
        // All that reading twice takes from the heap, given back or not: a tokenizer's words stand in several tables.
        #expect(tally.largestShare < 200, "case \(tally.hungriest) of seed \(seed)")
        #expect(tally.largestOpening < 20, "seed \(seed)")
        #expect(tally.longest < .seconds(5), "case \(tally.slowest) of seed \(seed)")
    }
}
