import Speculation
import Testing
import Training

@Suite("Learning-rate schedules")
struct LearningRateScheduleTests {
    /// The rates of updates of one length.
    private func rates(_ schedule: LearningRateSchedule, steps: Int) -> [Double] {
        (0..<steps).map { schedule.rate(from: Double($0) / Double(steps), to: Double($0 + 1) / Double(steps)) }
    }

    @Test("warm up in equal steps, then stay")
    func warmUp() {
        #expect(rates(LearningRateSchedule(peak: 4, warmUp: 0.5), steps: 8) == [1, 2, 3, 4, 4, 4, 4, 4])
    }

    @Test("fall linearly towards the floor, which is the rate after the last update")
    func linear() {
        let schedule = LearningRateSchedule(peak: 5, warmUp: 0.5, decay: .linear, floor: 1)
        #expect(rates(schedule, steps: 8) == [1.25, 2.5, 3.75, 5, 5, 4, 3, 2])
        #expect(schedule.rate(from: 1, to: 1.125) == 1 && schedule.rate(from: 1.5, to: 2) == 1)
    }

    @Test("fall along a cosine")
    func cosine() {
        let root = 0.5.squareRoot()
        let expected = [2, 1.5 + 0.5 * root, 1.5, 1.5 - 0.5 * root]
        for (found, wanted) in zip(
            rates(LearningRateSchedule(peak: 2, decay: .cosine, floor: 1), steps: 4), expected)
        {
            #expect(abs(found - wanted) < 1e-15)
        }
    }

    @Test("a warm-up that lasts to the end reaches the peak")
    func wholeWarmUp() {
        #expect(rates(LearningRateSchedule(peak: 2, warmUp: 1, decay: .linear), steps: 2) == [1, 2])
    }

    @Test("have no update of rate 0, not even where there is only one", arguments: LearningRateDecay.allCases)
    func neverZero(decay: LearningRateDecay) {
        for steps in [1, 2, 12] {
            let schedule = LearningRateSchedule(peak: 1, warmUp: 0.015, decay: decay)
            #expect(rates(schedule, steps: steps).allSatisfy { $0 > 0 })
        }
    }
}
