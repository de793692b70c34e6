import Foundation
import LanguageModels

/// Archives of `torch.save`: whatever tensor is accepted has as many bytes as its shape says.
struct PyTorchExercise: ReaderExercise {
    static let name = "pytorch"

    private static let widths = ["F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2]

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let checkpoint = try Checkpoint(folder: files[0].deletingLastPathComponent())
        attempts.note("checkpoints")
        for name in checkpoint.names {
            guard let entry = checkpoint.entry(name), let bytes = checkpoint.bytes(of: name) else { continue }
            let size = entry.shape.reduce(Self.widths[entry.type] ?? 1, *)
            try Attempts.demand(bytes.count == size, "'\(name)' has \(bytes.count) bytes, not \(size)")
        }
    }
}
