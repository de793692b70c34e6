/// What came of many damaged files.
struct FuzzTally: CustomStringConvertible {
    private var cases = 0
    private var opened = 0
    private var tensors = 0
    private var tokenizers = 0
    private var inspections = 0
    private var total = Duration.zero

    /// The longest time for one file, and which it was.
    private(set) var longest = Duration.zero
    private(set) var slowest = 0

    /// The most bytes taken from the heap for each byte of a file and 4 KiB, and for which.
    private(set) var largestShare = 0.0
    private(set) var hungriest = 0

    /// The same of opening alone.
    private(set) var largestOpening = 0.0

    /// Counts a file.
    mutating func add(
        _ outcome: ReaderExercise.Outcome, _ number: Int, taken: Duration, allocated: Int, fileSize: Int
    ) {
        cases += 1
        opened += outcome.opened ? 1 : 0
        tensors += outcome.tensors
        tokenizers += outcome.tokenizers
        inspections += outcome.inspections
        total += taken
        if taken > longest { (longest, slowest) = (taken, number) }
        let share = Double(allocated) / Double(fileSize + 4096)
        largestOpening = max(largestOpening, Double(outcome.openingBytes) / Double(fileSize + 4096))
        if share > largestShare { (largestShare, hungriest) = (share, number) }
    }

    var description: String {
        "\(cases) files in \(total): \(opened) opened, \(tensors) tensors decoded, \(tokenizers) tokenizers, "
            + "\(inspections) described; the longest took \(longest) (\(slowest)), the hungriest \(largestShare) times "
            + "its file's size and 4 KiB (\(hungriest)), and \(largestOpening) times for opening alone"
    }
}
