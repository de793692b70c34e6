import ArgumentParser
import DemoModel
import Foundation
import LanguageModels
import Runtime
import Speculation

/// Tells what the file or folder of a model or a head is.
struct InspectCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what a model or a head is: sizes, number types, tokenizer, memory, what fits it.",
        discussion: "Reads headers only: no weight is touched.")

    @Argument(
        help: ArgumentHelp("A GGUF file, a folder in Hugging Face layout, or a bundled name.", valueName: "model"))
    var model: String

    @Option(
        help: "Tell the memory that a text of this many tokens takes, at least 1; of the whole context when left out.",
        transform: RangedNumber.whole(from: 1))
    var context: Int?

    @OptionGroup var json: JSONOutput

    func run(with registry: PluginRegistry) throws {
        try json.checkWritable()
        let path = NSString(string: model).expandingTildeInPath
        let bundled = FileManager.default.fileExists(atPath: path) ? nil : try BundledFiles.model(model)
        let place = bundled ?? URL(fileURLWithPath: path)
        if let draft = try DraftInspection(place, in: registry) {
            return try json.write(draft, showing: DraftListing(draft).text)
        }
        let inspection = try ModelInspection(place, context: context, in: registry)
        try json.write(inspection, showing: InspectionListing(inspection).text)
    }
}
