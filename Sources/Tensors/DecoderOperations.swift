/// What the layers of published decoders are written in beside the operations of a draft's head: other gates, and experts.
///
/// No draft that is trained needs more of it than silu, so a tape knows no more.
public protocol DecoderOperations: LayerOperations {
    /// The gated unit f(gate) ∘ up.
    ///
    /// - Parameters:
    ///   - gate: `[rows, width]`.
    ///   - up: The same shape.
    ///   - function: f.
    /// - Returns: The same shape.
    mutating func gate(_ gate: Activation, with up: Activation, by function: GateFunction) -> Activation

    /// A mixture of experts: each row passes the experts that its scores choose, and what these make of it is added up,
    /// weighted, in ascending order of the experts.
    ///
    /// - Parameters:
    ///   - input: `[rows, width]`.
    ///   - scores: One for each expert, `[rows, experts]`.
    ///   - choice: How scores choose and weigh.
    ///   - expert: What an expert, by its number, makes of some rows: as many rows, each of which depends on its own alone.
    /// - Returns: `[rows, width]`.
    mutating func mix(
        _ input: Activation, scores: Activation, choosing choice: ExpertChoice,
        expert: (_ number: Int, _ rows: Activation, _ operations: inout Self) -> Activation
    ) -> Activation
}
