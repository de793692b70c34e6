public import Foundation

/// The files that come with the package: a small real target, heads and a small draft model for it, a head for a published model, and prompts.
///
/// They lie in a resource folder beside the built product, so that a copied or moved product finds them too.
public enum BundledFiles {
    /// The bundled models by the name that strategy files use; the head `smollm2/eagle3` is for SmolLM2-135M-Instruct.
    public static let models = [
        "demo", "demo/eagle3", "demo/eagle3-gto", "demo/medusa", "demo-small", "smollm2/eagle3",
    ]

    /// The folder of a bundled model.
    ///
    /// - Parameter name: One of ``models``.
    /// - Returns: A folder in Hugging Face layout; nil if no bundled model has this name.
    /// - Throws: ``MissingBundle`` if the resource folder is not beside the product.
    public static func model(_ name: String) throws -> URL? {
        models.contains(name) ? try root().appendingPathComponent("Resources/\(name)") : nil
    }

    /// The bundled conversations by name: the demo target's own answers to prompts that it wrote itself, to train a
    /// draft on and to hold out.
    public static let conversationSets = ["demo", "demo/held-out"]

    /// The file of bundled conversations.
    ///
    /// - Parameter name: One of ``conversationSets``.
    /// - Returns: A file in the format with `messages`; nil if no bundled set has this name.
    /// - Throws: ``MissingBundle`` if the resource folder is not beside the product.
    public static func conversations(_ name: String) throws -> URL? {
        guard conversationSets.contains(name) else { return nil }
        let file = name == "demo" ? "demo" : "held-out"
        return try root().appendingPathComponent("Resources/training/\(file).jsonl")
    }

    /// The bundled prompts, one file for each kind of work, in MT-Bench format.
    ///
    /// - Returns: Files sorted by name.
    /// - Throws: ``MissingBundle`` if the resource folder is not beside the product.
    public static func prompts() throws -> [URL] {
        try FileManager.default
            .contentsOfDirectory(
                at: root().appendingPathComponent("Resources/prompts"), includingPropertiesForKeys: nil
            )
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// The folder with a copy of the package's strategy files.
    ///
    /// - Returns: The folder.
    /// - Throws: ``MissingBundle`` if the resource folder is not beside the product.
    public static func strategies() throws -> URL { try root().appendingPathComponent("strategies") }

    private static func root() throws -> URL {
        let beside = Bundle.main.bundleURL.resolvingSymlinksInPath()
        let folder = beside.appendingPathComponent("espalier_DemoModel.resources")
        guard FileManager.default.fileExists(atPath: folder.path) else { throw MissingBundle(expected: folder) }
        return folder
    }
}

/// The resource folder is not where the product was built or copied to.
public struct MissingBundle: Error, CustomStringConvertible {
    /// Where it was looked for.
    public let expected: URL

    /// One sentence.
    public var description: String {
        "\(expected.path): the bundled models are missing; keep espalier_DemoModel.resources beside the executable"
    }
}
