import Speculation

/// Attributes elapsed time to phases: each lap ends the stretch since the one before.
struct PhaseClock {
    private(set) var seconds = PhaseSeconds()
    private var mark = ContinuousClock.now

    /// Ends the current stretch and counts it as a phase.
    ///
    /// - Returns: The stretch's seconds.
    @discardableResult
    mutating func lap(_ phase: WritableKeyPath<PhaseSeconds, Double>) -> Double {
        let now = ContinuousClock.now
        let stretch = (now - mark) / .seconds(1)
        seconds[keyPath: phase] += stretch
        mark = now
        return stretch
    }

    /// Counts seconds that were measured elsewhere, leaves out what has passed since the last lap, and starts a stretch.
    mutating func resume(counting seconds: Double, as phase: WritableKeyPath<PhaseSeconds, Double>) {
        self.seconds[keyPath: phase] += seconds
        mark = ContinuousClock.now
    }

    /// Forgets what was counted and starts a stretch.
    mutating func restart() {
        seconds = PhaseSeconds()
        mark = ContinuousClock.now
    }
}
