import Tensors

/// What the machine can do at best, measured in the run in which kernels are held against it.
public struct MachineBounds: Sendable {
    /// The rate of reading from memory, in 10⁹ bytes per second.
    public let streamGigabytesPerSecond: Double

    /// The rates of multiplying and adding in registers, in 10⁹ operations per second.
    private let gigaflops: [ProductArithmetic: Double]

    /// The threads in use.
    public let threads: Int

    private var cached: [Int: Double] = [:]
    private let seconds: Double

    /// What is read to measure memory: more than caches hold.
    private static let streamBytes = 512 << 20

    /// Measures.
    ///
    /// - Parameter seconds: For how long to measure each bound.
    public init(seconds: Double) {
        self.seconds = seconds
        streamGigabytesPerSecond = MachinePeaks.streamGigabytesPerSecond(over: Self.streamBytes, for: seconds)
        gigaflops = Dictionary(
            uniqueKeysWithValues: ProductArithmetic.allCases.map {
                ($0, MachinePeaks.multiplyAddGigaflops($0, for: seconds))
            })
        threads = ThreadPool.threads
    }

    /// The rate of multiplying and adding in registers.
    ///
    /// - Parameter arithmetic: By which instructions.
    /// - Returns: 10⁹ operations per second.
    func gigaflops(_ arithmetic: ProductArithmetic) -> Double { gigaflops[arithmetic] ?? 0 }

    /// The rate of reading a working set again and again, which is higher where caches hold it.
    ///
    /// - Parameter byteCount: The size of the working set.
    /// - Returns: 10⁹ bytes per second.
    mutating func streamRate(over byteCount: Int) -> Double {
        guard byteCount < Self.streamBytes else { return streamGigabytesPerSecond }
        if let known = cached[byteCount] { return known }
        let rate = MachinePeaks.streamGigabytesPerSecond(over: byteCount, for: seconds / 4)
        cached[byteCount] = rate
        return rate
    }
}
