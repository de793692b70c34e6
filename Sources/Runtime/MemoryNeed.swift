import Foundation
package import LanguageModels
import Logging
import Platform
import Tensors

/// How much memory a model's weights will take, told before any of them is read: afterwards a machine may be too busy to say.
package struct MemoryNeed {
    private let path: String

    /// The bytes of the weights once opened.
    package let bytes: Int

    /// Whether they are copies, which stay in memory, and not a mapped file, which can be read again.
    package let areCopies: Bool

    /// Adds up.
    ///
    /// - Parameters:
    ///   - files: The model's files.
    ///   - opening: How they are stored once opened.
    /// - Throws: `ModelError` if the files are damaged.
    package init(of files: ModelFiles, _ opening: ModelOpening) throws {
        path = files.location.path
        let checkpoint = try files.checkpoint()
        let sensitive = SensitiveMatrices(among: checkpoint.names)
        var bytes = 0.0
        var copied = false
        for name in checkpoint.names {
            guard let entry = checkpoint.entry(name), let format = entry.format else { continue }
            let kept = opening.precision.storage.format(
                of: format, columns: entry.shape.last ?? 1, isSensitive: sensitive.contains(name))
            copied = copied || kept != format
            bytes += Double(entry.count) * kept.bytesPerNumber
        }
        self.bytes = Int(min(bytes, 1e18))
        areCopies = copied
    }

    /// Makes sure that they fit, and says so where they will crowd out everything else.
    ///
    /// - Parameters:
    ///   - available: The memory that is free.
    ///   - physical: All that the machine has.
    ///   - warn: Hears what may go slowly.
    /// - Throws: `ModelError` if copies do not fit into the machine at all.
    package func check(
        available: Int = Memory.available, physical: Int = Int(ProcessInfo.processInfo.physicalMemory),
        warn: (String) -> Void = { Logger(label: "espalier").notice("\($0)") }
    ) throws {
        let need = "its weights take \(Self.text(bytes)) once opened"
        if areCopies && bytes > physical {
            throw ModelError(path, "\(need), and this machine has \(Self.text(physical)) of memory")
        }
        if bytes > available {
            warn("\(path): \(need), and \(Self.text(available)) of memory are free: this will be slow")
        }
    }

    private static func text(_ bytes: Int) -> String {
        let gibibytes = Double(bytes) / 0x1p30
        return String(format: gibibytes < 10 ? "%.1f GiB" : "%.0f GiB", gibibytes)
    }
}
