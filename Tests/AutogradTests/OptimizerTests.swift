import Autograd
import Testing

@Suite("AdamW")
struct AdamWTests {
    static let gradients = [[0.1, -0.2, 0.3, 0], [1, 0.5, -0.25, 1e-9], [-2, 0.125, 0, -3]]
    static let options = AdamWOptions(weightDecay: 0.01)

    func start() -> NamedMatrices<Double> { NamedMatrices(["p": DenseMatrix(row: [0.5, -1.25, 2, 0])]) }

    func named(_ values: [Double]) -> NamedMatrices<Double> { NamedMatrices(["p": DenseMatrix(row: values)]) }

    @Test("gives the numbers that PyTorch gives")
    func pyTorch() {
        // torch.optim.AdamW in float64, betas (0.9, 0.95), eps 1e-8, weight decay 0.01, rates 0.1, 0.05, 0.2.
        let expected = [
            [0.399500009999999, -1.1487500049999997, 1.8980000033333333, 0],
            [0.3594338582154412, -1.170087903105915, 1.895140565845029, -0.0024557211062972203],
            [0.41575105653836764, -1.2634683806963278, 1.8853668114255584, 0.12219380770790358],
        ]
        var parameters = start()
        var optimizer = AdamW(for: parameters, options: Self.options)
        for (step, rate) in [0.1, 0.05, 0.2].enumerated() {
            optimizer.update(&parameters, gradients: named(Self.gradients[step]), rate: rate)
            for (found, wanted) in zip(parameters.matrices[0].values, expected[step]) {
                #expect(abs(found - wanted) < 1e-14)
            }
        }
        #expect(optimizer.state.step == 3)
        let second = [0.24795125, 0.01446125, 0.00703, 0.45]
        for (found, wanted) in zip(optimizer.state.secondMoments.matrices[0].values, second) {
            #expect(abs(found - wanted) < 1e-15)
        }
    }

    @Test("agrees with the paper's algorithm written out for one number")
    func reference() {
        var random = RandomNumbers(seed: 1)
        let (beta1, beta2, epsilon, decay) = (0.8, 0.99, 1e-6, 0.1)
        var parameters = named([0.75])
        var optimizer = AdamW(
            for: parameters,
            options: AdamWOptions(firstDecay: beta1, secondDecay: beta2, epsilon: epsilon, weightDecay: decay))
        var (value, mean, square, product1, product2) = (0.75, 0.0, 0.0, 1.0, 1.0)
        for _ in 1...50 {
            let (gradient, rate) = (random.number(), random.number(0...0.1))
            mean = beta1 * mean + (1 - beta1) * gradient
            square = beta2 * square + (1 - beta2) * gradient * gradient
            product1 *= beta1
            product2 *= beta2
            let (meanHat, squareHat) = (mean / (1 - product1), square / (1 - product2))
            value -= rate * (meanHat / (squareHat.squareRoot() + epsilon) + decay * value)
            optimizer.update(&parameters, gradients: named([gradient]), rate: rate)
            #expect(abs(parameters.matrices[0].values[0] - value) < 1e-12)
        }
    }

    @Test("restored from its state, goes on bit for bit")
    func restoring() throws {
        var parameters = start()
        var optimizer = AdamW(for: parameters, options: Self.options)
        optimizer.update(&parameters, gradients: named(Self.gradients[0]), rate: 0.1)
        let saved = try AdamWState(
            step: optimizer.state.step, firstMoments: optimizer.state.firstMoments,
            secondMoments: optimizer.state.secondMoments)
        var copy = parameters
        var restored = try AdamW(for: copy, options: Self.options, restoring: saved)
        for gradient in Self.gradients {
            optimizer.update(&parameters, gradients: named(gradient), rate: 0.1)
            restored.update(&copy, gradients: named(gradient), rate: 0.1)
        }
        #expect(parameters == copy && optimizer.state == restored.state)
    }

    @Test("refuses a state that does not fit, in a sentence")
    func refusing() {
        let error = #expect(throws: OptimizerError.self) {
            try AdamW(for: named([1, 2]), restoring: AdamWState(for: named([1, 2, 3])))
        }
        #expect(error?.description == "the optimizer's state of 'p' is 1 × 3, and the parameter is 1 × 2")
        let other = NamedMatrices(["r": DenseMatrix<Double>(row: [1])])
        #expect(throws: OptimizerError.differentNames("p")) {
            try AdamW(for: named([1]), restoring: AdamWState(for: other))
        }
        #expect(throws: OptimizerError.negativeStep(-1)) {
            try AdamWState(step: -1, firstMoments: other, secondMoments: other)
        }
    }
}

@Suite("Gradient-norm clipping")
struct ClippingTests {
    @Test("scales all gradients together, and returns the norm of before")
    func clipping() {
        var gradients = NamedMatrices(["a": DenseMatrix<Double>(row: [3, 0]), "b": DenseMatrix<Double>(row: [-4])])
        #expect(gradients.clip(toNorm: 10).value == 5)
        #expect(gradients["a"]?.values == [3, 0])
        #expect(gradients.clip(toNorm: 0.5).value == 5)
        #expect(abs(gradients.norm().value - 0.5) < 1e-15)
        #expect(abs((gradients["b"]?.values[0] ?? 0) + 0.4) < 1e-15)
    }

    @Test("tells of NaN and infinity, and then changes nothing", arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) {
        var gradients = NamedMatrices<Float>()
        gradients.append("a", DenseMatrix(row: [1, value, 2]))
        #expect(!gradients.clip(toNorm: 0.1).isFinite)
        #expect(gradients.matrices[0].values[0] == 1)
    }
}

@Suite("Between two sets of weights")
struct InterpolationTests {
    @Test("the share tells how far; nothing moves where they are equal")
    func interpolation() {
        let trained = NamedMatrices(["a": DenseMatrix<Double>(row: [3, 0.1]), "b": DenseMatrix<Double>(row: [-4])])
        let start = NamedMatrices(["a": DenseMatrix<Double>(row: [1, 0.1]), "b": DenseMatrix<Double>(row: [2])])
        let between = trained.interpolated(towards: start, share: 0.25)
        #expect(between["a"]?.values == [2.5, 0.1])
        #expect(between["b"]?.values == [-2.5])
        #expect(trained.interpolated(towards: start, share: 0) == trained)
        #expect(trained.interpolated(towards: start, share: 1) == start)
    }
}
