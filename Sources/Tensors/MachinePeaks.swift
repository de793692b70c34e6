import CKernels

/// The two bounds of every kernel on this machine, measured with the threads and the kernel variant in use.
public enum MachinePeaks {
    /// How fast memory is read from end to end.
    ///
    /// - Parameters:
    ///   - byteCount: The size of what is read again and again; caches help with what fits them.
    ///   - seconds: For how long to measure.
    /// - Returns: The best pass's rate in 10⁹ bytes per second.
    public static func streamGigabytesPerSecond(over byteCount: Int, for seconds: Double) -> Double {
        let blocks = max(1, byteCount / 512)
        let words = [UInt64](repeating: 1, count: blocks * 64)
        let best = words.withUnsafeBytes { bytes in
            fastest(for: seconds) {
                let sum = espalier_stream_read(bytes.baseAddress, Int64(bytes.count))
                precondition(sum == UInt64(words.count), "a word was not read, or read twice")
                return Double(bytes.count)
            }
        }
        return best / 1e9
    }

    /// How fast numbers are multiplied and added where no memory is needed.
    ///
    /// - Parameters:
    ///   - arithmetic: By which instructions.
    ///   - seconds: For how long to measure.
    /// - Returns: The best run's rate in 10⁹ operations per second; a multiplication and its addition are two.
    public static func multiplyAddGigaflops(_ arithmetic: ProductArithmetic, for seconds: Double) -> Double {
        var results = [Float](repeating: 0, count: Int(ESPALIER_PEAK_PARTS))
        return fastest(for: seconds) { espalier_multiply_add(arithmetic.code, 20_000, &results) } / 1e9
    }

    /// The best amount per second of some runs, the first of which is for warming up.
    private static func fastest(for seconds: Double, _ run: () -> Double) -> Double {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        var best = 0.0
        _ = run()
        repeat {
            let start = clock.now
            let amount = run()
            best = max(best, amount / ((clock.now - start) / .seconds(1)))
        } while clock.now < deadline
        return best
    }
}
