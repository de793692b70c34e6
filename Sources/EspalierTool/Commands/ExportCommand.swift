import ArgumentParser
import DemoModel
import Evaluation
import Files
import Foundation
import LanguageModels
import Runtime
import Speculation
import Tensors
import Training

/// Writes a draft head in the layout that another engine loads.
struct ExportCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a draft head in the layout that another engine loads.",
        discussion: """
            The written head is read back and compared with the original before it takes its place: unrounded weights \
            of the same type must give identical logits, others logits that differ by no more than the rounding explains.
            """)

    @Argument(help: "Head: a bundled name or a folder.")
    var head = "demo/eagle3"

    @Option(
        help: "Whose loader it is for: safeail is the official EAGLE code, speculators vLLM's format, gguf llama.cpp.")
    var to = DraftLayoutChoice(.safeail)

    @Option(help: ArgumentHelp("The folder to write.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("The head's target: a bundled name, a GGUF file, or a folder.", valueName: "path"))
    var model = "demo"

    @Option(help: "How weights are stored; as the head stores them when left out.")
    var dtype: StorageFormatChoice?

    @Flag(help: "Replace a head that is in the folder.")
    var replace = false

    @Option(help: ArgumentHelp("The draft policy that reads the head.", valueName: "name"))
    var policy = "eagle3"

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    /// What a head's folder may hold and lose when it is replaced.
    private static let replaceable: Set<String> = ["config.json", "model.safetensors", "eagle3.gguf"]

    /// How many distributions beyond the first are compared, each from the head's own state.
    private static let comparedSteps = 7

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        try json.checkWritable()
        // A large head takes a while to read, and a mistyped path no time to notice.
        if try !replace && !AtomicFolder.occupants(of: output).isEmpty {
            throw CommandFailure("\(output): the folder is not empty: name another, or replace its head by --replace")
        }
        let replaceable = replace ? Self.replaceable : []
        try AtomicFolder.checkWritable(output, replacing: replaceable)
        let target = try OpenedTarget(model, at: ModelLocator().locate(model))
        let heads = try StoredHeads(readBy: policy, in: registry, for: target.target)
        let original = try heads.head(head)
        for remark in original.remarks { StandardError.remark(remark) }
        let format = dtype?.format ?? original.exactFormat
        let files = try original.files(in: to.layout, storing: format)
        let findings = try AtomicFolder.write(
            files.map { ($0.name, $0.content) }, to: output, replacing: replaceable,
            checking: { folder in
                (
                    agreement: try compare(original, with: heads.head(in: folder), storing: format, for: target),
                    tensorCount: try tensorCount(in: folder, files)
                )
            })
        let listing = ExportListing(
            head: head, target: BundledFiles.models.contains(model) ? target.model.location.path : model,
            targetHasIndex: FileManager.default.fileExists(
                atPath: target.model.location.appendingPathComponent("model.safetensors.index.json").path),
            folder: output, layout: to.layout, format: format, files: files, tensorCount: findings.tensorCount,
            agreement: findings.agreement)
        try json.write(listing, showing: listing.text)
    }

    private func tensorCount(in folder: URL, _ files: [DraftFile]) throws -> Int {
        guard to.layout.isGGUF else { return try Checkpoint(folder: folder).names.count }
        return try files.reduce(0) { sum, file in
            try sum + GGUFFile(contentsOf: folder.appendingPathComponent(file.name)).tensors.count
        }
    }

    /// Decodes with both heads; a difference that rounding does not explain is an error.
    private func compare(
        _ original: any StorableDraft, with written: any StorableDraft, storing format: StorageFormat,
        for target: OpenedTarget
    ) throws -> DraftAgreement {
        let agreement = try DraftAgreement(
            of: original.policy(), and: written.policy(), reading: comparedText(for: target),
            steps: Self.comparedSteps, for: target.target)
        let bound = format == original.exactFormat ? 0 : agreement.plausibleDifference(storing: format)
        guard agreement.isIdentical || agreement.largestDifference <= bound else {
            throw CommandFailure(
                "\(output): nothing was written: read back, the head's logits differ from the original's by "
                    + "\(agreement.largestDifference), and storing \(format) explains \(bound)")
        }
        return agreement
    }

    /// A bundled prompt in the target's tokens; some of its vocabulary where there is no tokenizer.
    private func comparedText(for target: OpenedTarget) throws -> [Token] {
        let size = target.model.configuration.vocabularySize
        let spread = (1...32).map { $0 * size / 33 }
        let tokens = try (try? target.tokenizer())?.encode(PromptLocator.example(), addSpecialTokens: true) ?? spread
        return Array(tokens.prefix(min(64, target.model.configuration.contextLimit)))
    }
}
