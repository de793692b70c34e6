/// What came of many damaged files of one reader.
struct FuzzTally: CustomStringConvertible {
    /// The reader's name.
    let reader: String

    private var cases = 0
    private var accepted: [String: Int] = [:]

    /// The longest time of the processor for one case, and which it was.
    private(set) var longest = 0.0
    private(set) var slowest = 0

    /// The most memory beyond the allowance of a case, in sizes of its files, and for which.
    private(set) var largestShare = 0.0
    private(set) var hungriest = 0

    /// The same for using what was read.
    private(set) var largestUse = 0.0
    private(set) var hungriestUse = 0

    private let allowance: Int
    private let allowanceOfUse: Int

    /// Counts for a reader.
    ///
    /// - Parameters:
    ///   - reader: Its name.
    ///   - allowance: What every case may take whatever its size, in bytes.
    ///   - allowanceOfUse: The same while what was read is used.
    init(reader: String, allowance: Int, allowanceOfUse: Int) {
        self.reader = reader
        self.allowance = allowance
        self.allowanceOfUse = allowanceOfUse
    }

    /// Counts a case.
    ///
    /// - Parameters:
    ///   - attempts: What came of it.
    ///   - number: Which it is.
    ///   - seconds: Of the processor's time.
    ///   - held: What the thread held before.
    ///   - peak: The most that it held.
    ///   - size: The size of the case's files.
    mutating func add(_ attempts: Attempts, number: Int, seconds: Double, held: Int, peak: Int, size: Int) {
        cases += 1
        accepted.merge(attempts.accepted, uniquingKeysWith: +)
        if seconds > longest { (longest, slowest) = (seconds, number) }
        func share(_ peak: Int, beyond allowance: Int) -> Double {
            Double(max(peak - held - allowance, 0)) / Double(max(size, 1))
        }
        let reading = share(attempts.peakOfReading ?? peak, beyond: allowance)
        let use = share(peak, beyond: attempts.peakOfReading == nil ? allowance : allowanceOfUse)
        if reading > largestShare { (largestShare, hungriest) = (reading, number) }
        if use > largestUse { (largestUse, hungriestUse) = (use, number) }
    }

    var description: String {
        let counts = accepted.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return
            "\(reader): \(cases) cases, accepted \(counts.isEmpty ? "nothing" : counts); the longest took \(longest) s "
            + "(case \(slowest)), the hungriest reading \(largestShare) times its files beyond \(allowance) bytes "
            + "(case \(hungriest)), with use beyond \(allowanceOfUse) \(largestUse) (case \(hungriestUse))"
    }
}
