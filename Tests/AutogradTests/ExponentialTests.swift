import Autograd
import Testing

@Suite("The vectorised exponential")
struct ExponentialTests {
    @Test("stays within 3e-7 of the exact one, and keeps NaN, zero and infinity")
    func accuracy() {
        var worst = 0.0
        for step in stride(from: -86.9, through: 88.2, by: 0.00917) {
            let exact = Double.exponential(Double(Float(step)))
            worst = max(worst, abs(Double(Float.exponential(Float(step))) - exact) / exact)
        }
        #expect(worst < 3e-7)
        #expect(Float.exponential(0) == 1 && Float.exponential(-.infinity) == 0 && Float.exponential(-200) == 0)
        #expect(Float.exponential(89) == .infinity && Float.exponential(.nan).isNaN)
    }
}
