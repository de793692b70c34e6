import Foundation

/// How many cases are run, and which: what the environment says, else a few hundred of each reader.
///
/// A million over all readers, and one case alone:
/// ```
/// ESPALIER_FUZZ_CASES=1000000 swift test -c release --skip-build --filter ReaderFuzz
/// ESPALIER_FUZZ_READER=tokenizer ESPALIER_FUZZ_FIRST=4711 ESPALIER_FUZZ_CASES=1 swift test … --filter ReaderFuzz
/// ```
/// `ESPALIER_FUZZ_SEED` makes others, and `ESPALIER_FUZZ_KEEP` names a folder for the damaged files. The cases of each reader
/// are numbered, so that a run goes on where another ended.
struct FuzzSettings {
    /// The numbers of the cases of each reader.
    let numbers: Range<Int>

    /// Where chance starts.
    let seed: UInt64

    /// Whether so many are run that a line now and then is welcome.
    let isLong: Bool

    /// Where the damaged files are kept; nil for nowhere.
    let keep: URL?

    /// How many cases of each reader are run every time.
    private static let usualCases = 400

    /// Reads the settings.
    ///
    /// - Parameter environment: The process's.
    init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        func number(_ name: String) -> Int? { environment["ESPALIER_FUZZ_\(name)"].flatMap { Int($0) } }
        let readers = Readers.chosen(environment).count
        let all = number("CASES")
        let count = all.map { ($0 + readers - 1) / max(readers, 1) } ?? Self.usualCases
        let first = number("FIRST") ?? 0
        numbers = first..<first + count
        seed = UInt64(number("SEED") ?? 1)
        keep = environment["ESPALIER_FUZZ_KEEP"].map { URL(fileURLWithPath: $0, isDirectory: true) }
        isLong = all ?? 0 > 100_000
    }
}
