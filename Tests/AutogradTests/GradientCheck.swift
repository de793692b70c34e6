import Autograd
import Testing

/// Compares the tape's gradients of `build`'s result with central differences in double precision.
///
/// The result may have any shape: it is summed with random weights, so that every number's gradient is exercised. An
/// error is relative to the larger of the two derivatives, or to a hundredth of the parameter's largest.
func expectTrueGradients(
    _ parameters: NamedMatrices<Double>, within tolerance: Double = 1e-7,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ build: (Tape<Double>) -> Variable<Double>
) {
    var random = RandomNumbers(seed: 4711)
    let probe = build(Tape(parameters))
    let weights = random.matrix(probe.rows, probe.columns)
    func loss(_ parameters: NamedMatrices<Double>) -> Double {
        zip(build(Tape(parameters)).value.values, weights.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let tape = Tape(parameters)
    var gradients = parameters.zeros()
    tape.addGradients(of: build(tape), weightedBy: weights, to: &gradients)
    #expect(tape.count == 0)

    for (name, gradient) in zip(gradients.names, gradients.matrices) {
        var moved = parameters
        var worst = 0.0
        let scale = gradient.values.reduce(0) { max($0, abs($1)) }
        for row in 0..<gradient.rows {
            for column in 0..<gradient.columns {
                let value = parameters[name]?[row, column] ?? .nan
                let step = 1e-5
                moved[name]?[row, column] = value + step
                let above = loss(moved)
                moved[name]?[row, column] = value - step
                let below = loss(moved)
                moved[name]?[row, column] = value
                let difference = (above - below) / (2 * step)
                let size = max(abs(difference), abs(gradient[row, column]), 0.01 * scale, 1e-3)
                let error = abs(difference - gradient[row, column]) / size
                worst = error <= worst ? worst : error
            }
        }
        #expect(worst < tolerance, "'\(name)' is off by \(worst)", sourceLocation: sourceLocation)
    }
}
