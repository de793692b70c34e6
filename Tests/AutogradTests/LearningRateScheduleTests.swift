import Autograd
import Testing

@Suite("Learning-rate schedules")
struct LearningRateScheduleTests {
    @Test("warm up in equal steps, none of them zero")
    func warmUp() {
        let schedule = LearningRateSchedule(peak: 4, warmUpUpdates: 4)
        #expect((1...6).map(schedule.rate(ofUpdate:)) == [1, 2, 3, 4, 4, 4])
    }

    @Test("fall linearly to the floor and stay there")
    func linear() {
        let schedule = LearningRateSchedule(peak: 5, warmUpUpdates: 1, decay: .linear, totalUpdates: 5, floor: 1)
        #expect((1...7).map(schedule.rate(ofUpdate:)) == [5, 4, 3, 2, 1, 1, 1])
    }

    @Test("fall along a cosine to the floor and stay there")
    func cosine() {
        let schedule = LearningRateSchedule(peak: 2, decay: .cosine, totalUpdates: 4, floor: 1)
        let root = 0.5.squareRoot()
        let expected = [1.5 + 0.5 * root, 1.5, 1.5 - 0.5 * root, 1, 1]
        for (found, wanted) in zip((1...5).map(schedule.rate(ofUpdate:)), expected) {
            #expect(abs(found - wanted) < 1e-15)
        }
    }
}
