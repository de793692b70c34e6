/// Records operations on variables so that gradients of a scalar can be taken: reverse-mode differentiation.
///
/// A tape serves one task at a time; to use several cores, give each sequence of a batch a tape of its own and add their
/// gradients in a fixed order. All numbers that outlive a tape, ``NamedMatrices``, are values and can be shared.
///
/// ```swift
/// let tape = Tape(parameters)
/// let logits = features.multiplied(byTransposeOf: tape.parameter("lm_head.weight"))
/// let loss = logits.softCrossEntropy(against: target).mean()
/// let gradients = tape.gradients(of: loss)
/// ```
///
/// ## One definition of a head
/// A head that is written against ``/Tensors/LayerOperations`` runs on stored weights to decode and on a tape, through
/// ``TapeOperations``, to train; the two cannot drift apart.
///
/// ## Memory
/// Going backward drops each operation's kept numbers as soon as its gradient has been passed on, and leaves the tape
/// empty: what one micro-batch needs is the most that is ever held.
public final class Tape<Scalar: TapeScalar> {
    /// Passes the gradient of an operation's result on to its operands.
    typealias Rule = (DenseMatrix<Scalar>, inout GradientLedger<Scalar>) -> Void

    /// The leaves by name; their values are shared, not copied.
    public let parameters: NamedMatrices<Scalar>

    private var rules: [Rule?] = []
    private var generation = 0

    /// Starts an empty tape.
    ///
    /// - Parameter parameters: The leaves that gradients are wanted for.
    public init(_ parameters: NamedMatrices<Scalar> = NamedMatrices()) {
        self.parameters = parameters
    }

    /// How many operations are recorded.
    public var count: Int { rules.count }

    /// A parameter as a variable.
    ///
    /// - Parameter name: Its name.
    /// - Returns: The leaf; asking again gives the same one.
    /// - Precondition: There is a parameter of this name.
    public func parameter(_ name: String) -> Variable<Scalar> {
        guard let place = parameters.place(of: name) else { preconditionFailure("no parameter '\(name)'") }
        return Variable(parameters.matrices[place], origin: .parameter(place), tape: self)
    }

    /// Forgets all operations, and keeps the parameters.
    ///
    /// Variables of before must not be used any more.
    public func clear() {
        rules.removeAll()
        generation += 1
    }

    func record(_ value: DenseMatrix<Scalar>, rule: @escaping Rule) -> Variable<Scalar> {
        rules.append(rule)
        return Variable(value, origin: .recorded(rules.count - 1, generation: generation), tape: self)
    }

    func isCurrent(_ origin: GradientOrigin) -> Bool {
        guard case .recorded(_, let itsGeneration) = origin else { return true }
        return itsGeneration == generation
    }

    /// Passes a gradient back through all operations, latest first, and clears the tape.
    func backpropagate(_ seed: DenseMatrix<Scalar>, at origin: GradientOrigin, ledger: inout GradientLedger<Scalar>) {
        precondition(isCurrent(origin), "the variable was recorded before the tape was cleared")
        ledger.prepare(operations: rules.count)
        ledger.add(seed, to: origin)
        for place in rules.indices.reversed() {
            let rule = rules[place]
            rules[place] = nil
            if let rule, let gradient = ledger.takeRecorded(place) { rule(gradient, &ledger) }
        }
        clear()
    }
}
