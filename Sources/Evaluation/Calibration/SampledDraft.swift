/// Times of the passes of one draft as they are taken.
struct SampledDraft {
    /// First passes of a round, by the committed tokens that they read.
    var read: SampledCurve

    /// Further passes, by the nodes that they grow.
    var grow: SampledCurve
}
