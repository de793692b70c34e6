extension WeightMatrix {
    /// The same matrix, whose products round their inputs to bfloat16.
    ///
    /// A number of the input is then off by at most 1/256 of itself, as a weight in bfloat16 is; sums stay in single
    /// precision. Denormal weights and inputs may count as zero.
    ///
    /// - Returns: A view of the same numbers where they are stored in bfloat16; of other types a rounded copy.
    /// - Throws: ``ElementOverflow`` if a number is too large for bfloat16.
    public func roundingInputs() throws(ElementOverflow) -> WeightMatrix {
        if element == .bfloat16 && !isQuantised {
            return WeightMatrix(roundingInputsOf: bytes, rows: rows, columns: columns)
        }
        return WeightMatrix(
            roundingInputsOf: try ElementType.bfloat16.encoded(widened()), rows: rows, columns: columns)
    }
}
