import AllocationCounter
import CaseWatch
import Foundation
import ModelTestKit
import Testing

/// Damaged files of every kind that is read: each is accepted and usable or refused in a sentence that names it, in little
/// time and little memory.
///
/// The cases follow from their numbers; see ``FuzzSettings`` for running more of them, or one alone. What was being read
/// when the process ends or hangs is printed.
@Suite(.serialized)
struct ReaderFuzzTests {
    private let corpus: URL

    init() throws { corpus = try #require(Bundle.module.url(forResource: "Corpus", withExtension: nil)) }

    @Test(arguments: Readers.names)
    func `Sound files are accepted`(name: String) throws {
        let reader = try Readers.reader(name)
        let samples = try reader.samples(in: corpus)
        #expect(!samples.isEmpty && samples.reduce(0) { $0 + $1.size } < 300_000)
        var (tried, accepted): (Set<String>, Set<String>) = ([], [])
        for sample in samples {
            let place = try SamplePlace(sample)
            let attempts = place.read(by: reader)
            #expect(attempts.surprise == nil, "\(name), \(sample.name)")
            #expect(attempts.accepted["files"] == 1, "\(sample.name): \(attempts.refusals)")
            tried.formUnion(attempts.tried)
            accepted.formUnion(attempts.accepted.keys)
        }
        // Not every sample is all that its reader reads, and each thing is right in one of them.
        #expect(tried.subtracting(accepted) == [])
    }

    @Test(arguments: Readers.names)
    func `Damaged files are accepted or refused, in little time and memory`(name: String) throws {
        let settings = FuzzSettings()
        let reader = try Readers.reader(name)
        let damage = CaseDamage(try reader.samples(in: corpus))
        let places = try damage.samples.map { try SamplePlace($0) }
        // What is made once, such as tables of characters, belongs to no case.
        for place in places { _ = place.read(by: reader) }
        var tally = FuzzTally(reader: name, allowance: reader.allowance, allowanceOfUse: reader.allowanceOfUse)
        defer { watch_case(nil, 0) }
        for number in settings.numbers {
            let wound = damage.ofCase(number, seed: settings.seed)
            let place = places[wound.sample]
            try place.put(wound.bytes, as: wound.file)
            if let keep = settings.keep {
                let name = "\(name)-\(number)-\(wound.file.replacingOccurrences(of: "/", with: "-"))"
                try Data(wound.bytes).write(to: keep.appendingPathComponent(name))
            }
            watch_case("\(name), case \(number) of seed \(settings.seed)", 100)
            forget_peak()
            let (begun, held) = (Self.processorSeconds, held_bytes())
            let attempts = place.read(by: reader)
            tally.add(
                attempts, number: number, seconds: Self.processorSeconds - begun, held: Int(held),
                peak: Int(peak_held_bytes()), size: place.size)
            #expect(attempts.surprise == nil, "\(name), case \(number) of seed \(settings.seed): \(wound.file)")
            try place.mend(wound.file)
            if settings.isLong, number % 20_000 == 19_999 { print(number + 1, tally) }
        }
        if settings.isLong { print(tally) }
        #expect(tally.longest < 2, "\(name), case \(tally.slowest) of seed \(settings.seed)")
        #expect(tally.largestShare < 20, "\(name), case \(tally.hungriest) of seed \(settings.seed)")
        // The tokens of a long word, a list of pairs to merge: many bytes for each of the text, and no more than that.
        #expect(tally.largestUse < 300, "\(name), case \(tally.hungriestUse) of seed \(settings.seed)")
    }

    /// The processor's time of this thread: how busy the machine is decides no test.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
