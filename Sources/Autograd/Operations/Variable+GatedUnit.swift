extension Variable {
    /// The gated unit of Llama-like layers, silu(gate) ∘ up (SwiGLU, Shazeer 2020); this variable is the gate.
    ///
    /// With σ = 1 / (1 + e⁻ᵍ) and the result's gradient d:  y = g σ u,  dg = d u σ (1 + g (1 - σ)),  du = d g σ.
    ///
    /// - Parameter up: A variable of the same shape.
    /// - Returns: The same shape.
    @_specialize(where Scalar == Float)
    public func gating(_ up: Variable) -> Variable {
        precondition(value.hasShape(of: up.value), "a gate of another shape")
        let gated = Scalar.gated(value, up.value)
        return derived(gated, with: up) { [origin, gate = value, other = up.origin, up = up.value] slope, ledger in
            let slopes = Scalar.gatedSlopes(slope, gate: gate, up: up)
            ledger.add(slopes.gate, to: origin)
            ledger.add(slopes.up, to: other)
        }
    }
}

/// 1 / (1 + e⁻ˣ).
@inline(__always)
func logistic<Scalar: TapeScalar>(_ number: Scalar) -> Scalar { 1 / (1 + Scalar.exponential(-number)) }
