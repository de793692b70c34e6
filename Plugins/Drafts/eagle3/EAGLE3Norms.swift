/// What heads of the same shape compute differently: the switches of their trainers about norms.
struct EAGLE3Norms: Sendable, Hashable {
    /// Norms of the target's features before they are fused.
    enum Features: Sendable, Hashable {
        case none

        /// One over the features of all layers together: `norm_before_fc`, `input_norm.weight`.
        case joined

        /// One for each layer's: `fc_norm`, `fc_norm.0.weight` and so on (EAGLE-3.1).
        case each
    }

    /// What becomes of the last layer's output.
    enum Output: Sendable, Hashable {
        /// The next step goes on from it; logits are made of it after the final norm.
        case beforeLogits

        /// The next step goes on from it after the final norm, and logits are made of the same: speculators' `norm_output`.
        case beforeStates

        /// The next step goes on from it, and logits are made of it as it is: SpecForge's `norm_output: false`. The file
        /// holds a norm all the same.
        case unused
    }

    var features = Features.none
    var output = Output.beforeLogits

    /// Whether the first layer adds to the normed state rather than to the state: `norm_before_residual`.
    var isResidualNormed = false

    /// The switches that differ from the paper's head, by the names in the files, for messages.
    var switches: [String] {
        var names: [String] = []
        if isResidualNormed { names.append("norm_before_residual") }
        switch features {
        case .none: break
        case .joined: names.append("norm_before_fc")
        case .each: names.append("fc_norm")
        }
        switch output {
        case .beforeLogits: break
        case .beforeStates: names.append("norm_output")
        case .unused: names.append("norm_output: false")
        }
        return names
    }
}
