import Costs
import Testing

@Suite("A cost curve runs through what was measured")
struct CostCurveTests {
    static func curve() throws -> CostCurve {
        try #require(CostCurve(sizes: [1, 2, 4], contexts: [10, 30], seconds: [1, 2, 3, 3, 6, 9]))
    }

    @Test("between points it is linear, beyond sizes the last slope goes on, beyond contexts the nearest holds")
    func interpolation() throws {
        let curve = try Self.curve()
        #expect(curve.seconds(size: 1, context: 10) == 1)
        #expect(curve.seconds(size: 4, context: 30) == 9)
        #expect(curve.seconds(size: 3, context: 10) == 2.5)
        #expect(curve.seconds(size: 2, context: 20) == 4)
        #expect(curve.seconds(size: 8, context: 10) == 5)
        #expect(curve.seconds(size: 1, context: 0) == 1)
        #expect(curve.seconds(size: 1, context: 500) == 3)
    }

    @Test("numbers that are no curve make none")
    func refusal() {
        #expect(CostCurve(sizes: [], contexts: [1], seconds: []) == nil)
        #expect(CostCurve(sizes: [2, 1], contexts: [1], seconds: [1, 1]) == nil)
        #expect(CostCurve(sizes: [0], contexts: [1], seconds: [1]) == nil)
        #expect(CostCurve(sizes: [1], contexts: [1], seconds: [1, 2]) == nil)
        #expect(CostCurve(sizes: [1], contexts: [1], seconds: [-1]) == nil)
        #expect(CostCurve(sizes: [1], contexts: [1], seconds: [.nan]) == nil)
    }

    @Test("observations pull it to what they say, and one interruption moves it little")
    func refinement() throws {
        var curve = try Self.curve()
        for _ in 0..<100 { curve.refine(size: 2, context: 10, observed: 3) }
        #expect(abs(curve.seconds(size: 2, context: 10) - 3) < 0.01)
        // The shape over contexts stays, and the sizes never seen follow a part of the way.
        #expect(abs(curve.seconds(size: 2, context: 30) - 9) < 0.03)
        #expect(curve.seconds(size: 1, context: 10) > 1)
        let before = curve.seconds(size: 2, context: 10)
        curve.refine(size: 2, context: 10, observed: 1_000)
        #expect(curve.seconds(size: 2, context: 10) < 1.2 * before)
        curve.refine(size: 2, context: 10, observed: .nan)
        #expect(curve.seconds(size: 2, context: 10).isFinite)
    }
}
