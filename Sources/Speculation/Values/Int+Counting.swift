extension Int {
    /// The number with what it counts, for people: "1 layer", "8 layers".
    ///
    /// - Parameters:
    ///   - noun: What is counted, in the singular.
    ///   - plural: The noun's plural where it is not made by an s.
    /// - Returns: The number and the noun.
    package func counting(_ noun: String, plural: String? = nil) -> String {
        self == 1 ? "1 \(noun)" : "\(self) \(plural ?? noun + "s")"
    }
}
