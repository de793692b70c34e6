extension OptionReader {
    /// Reads how a draft that has a distribution chooses children: the most probable ones, or by chance.
    ///
    /// - Returns: The value; the most probable ones after a fault.
    public mutating func draw() -> DrawMode {
        let modes: [DrawMode] = [.topK, .independent, .withoutReplacement]
        return value(
            "draw", type: "choice", range: modes.map(\.rawValue).joined(separator: ", "), default: .topK,
            standIn: .topK,
            help: "children: the most probable tokens, or draws at the request's temperature for rules that weigh them",
            write: { .string($0.rawValue) }, parse: { given in modes.first { $0.rawValue == given.text } })
    }
}
