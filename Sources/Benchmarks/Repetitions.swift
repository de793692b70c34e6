import Evaluation

/// Times pieces of work in alternation, so that a machine that slows down slows all of them alike.
///
/// Every piece runs once for warming up; then rounds in which each runs once follow until the time is used up, at
/// least ``fewest`` and at most ``most``. What is reported is the median over the rounds.
public struct Repetitions: Sendable, Equatable {
    /// The fewest measured rounds.
    public static let fewest = 3

    /// The most measured rounds.
    public static let most = 1000

    /// For how long each piece is measured, in seconds, the least number of rounds permitting.
    public let seconds: Double

    /// Tells whether to stop early.
    let isCancelled: @Sendable () -> Bool

    /// States how long to measure.
    ///
    /// - Parameters:
    ///   - seconds: For how long each piece is measured.
    ///   - isCancelled: Tells whether to stop early.
    public init(seconds: Double, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.seconds = seconds
        self.isCancelled = isCancelled
    }

    /// Two are equal if they measure for the same time.
    public static func == (left: Repetitions, right: Repetitions) -> Bool { left.seconds == right.seconds }

    /// Measures pieces of work.
    ///
    /// - Parameters:
    ///   - count: The number of pieces.
    ///   - prepare: Called before each round of pieces, whose time does not count.
    ///   - work: Runs the piece of a number below `count`.
    /// - Returns: The median seconds of each piece.
    /// - Throws: ``BenchmarkError/interrupted`` if it was cancelled, or what the work throws.
    package func medians(
        of count: Int, preparing prepare: () throws -> Void = {}, _ work: (Int) throws -> Void
    ) throws -> [Double] {
        let clock = ContinuousClock()
        var times = [[Double]](repeating: [], count: count)
        for piece in 0..<count {
            guard !isCancelled() else { throw BenchmarkError.interrupted }
            try work(piece)
        }
        let deadline = clock.now + .seconds(seconds * Double(count))
        for round in 0..<Self.most {
            guard round < Self.fewest || clock.now < deadline else { break }
            try prepare()
            for piece in 0..<count {
                guard !isCancelled() else { throw BenchmarkError.interrupted }
                let start = clock.now
                try work(piece)
                times[piece].append((clock.now - start) / .seconds(1))
            }
        }
        return times.map { $0.median ?? 0 }
    }
}
