import Tensors

/// The tensors of a text model that nothing is computed with and that need not be there: they would change nothing.
struct NeedlessTensors {
    private let checkpoint: Checkpoint

    /// Looks at a checkpoint.
    ///
    /// - Parameter checkpoint: The tensors.
    init(in checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
    }

    /// Why a tensor that the architecture does not have changes nothing; nil where it may.
    ///
    /// - Parameter name: The file's name of it.
    /// - Returns: A few words.
    func reason(_ name: String) -> String? {
        if name.hasSuffix("rotary_emb.inv_freq") { return "rotary frequencies, which follow from config.json" }
        guard name.hasSuffix(".bias"), let entry = checkpoint.entry(name), let format = entry.format,
            let bytes = checkpoint.bytes(of: name), entry.shape.count == 1
        else { return nil }
        let numbers = WeightMatrix(bytes: bytes, format: format, rows: 1, columns: entry.count).widened()
        return numbers.allSatisfy { $0 == 0 } ? "biases of zeros" : nil
    }

    /// What to say of tensors, those of one reason together.
    ///
    /// - Parameter names: The files' names of tensors that are left out.
    /// - Returns: A sentence for each reason.
    func remarks(on names: [String]) -> [String] {
        Dictionary(grouping: names) { reason($0) ?? "" }.sorted { $0.key < $1.key }.map { reason, names in
            let more = names.count > 1 ? " and \(names.count - 1) more are" : " is"
            return "\(checkpoint.path(of: names[0])): tensor '\(names[0])'\(more) left out: \(reason)"
        }
    }
}
