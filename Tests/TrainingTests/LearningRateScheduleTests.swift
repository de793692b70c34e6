import Speculation
import Testing
import Training

@Suite("Learning-rate schedules")
struct LearningRateScheduleTests {
    @Test("warm up in equal steps, then stay")
    func warmUp() {
        let schedule = LearningRateSchedule(peak: 4, warmUp: 0.5)
        #expect([0.125, 0.25, 0.375, 0.5, 0.75, 1].map(schedule.rate(at:)) == [1, 2, 3, 4, 4, 4])
    }

    @Test("fall linearly to the floor and stay there")
    func linear() {
        let schedule = LearningRateSchedule(peak: 5, warmUp: 0.5, decay: .linear, floor: 1)
        #expect([0.5, 0.625, 0.75, 0.875, 1, 1.5].map(schedule.rate(at:)) == [5, 4, 3, 2, 1, 1])
    }

    @Test("fall along a cosine to the floor and stay there")
    func cosine() {
        let schedule = LearningRateSchedule(peak: 2, decay: .cosine, floor: 1)
        let root = 0.5.squareRoot()
        let expected = [1.5 + 0.5 * root, 1.5, 1.5 - 0.5 * root, 1, 1]
        for (found, wanted) in zip([0.25, 0.5, 0.75, 1, 2].map(schedule.rate(at:)), expected) {
            #expect(abs(found - wanted) < 1e-15)
        }
    }

    @Test("a warm-up that lasts to the end reaches the peak")
    func wholeWarmUp() {
        #expect(LearningRateSchedule(peak: 2, warmUp: 1, decay: .linear).rate(at: 1) == 2)
    }
}
