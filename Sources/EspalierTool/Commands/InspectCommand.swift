import ArgumentParser
import DemoModel
import Foundation
import LanguageModels
import Runtime

/// Tells what a model's file or folder is.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Tell what a model is: sizes, number types, tokenizer, chat format, memory.",
        discussion: "Reads headers only: no weight is touched.")

    @Argument(
        help: ArgumentHelp("A GGUF file, a folder in Hugging Face layout, or a bundled name.", valueName: "model"))
    var model: String

    @Option(
        help: "Tell the memory that a text of this many tokens takes, at least 1; of the whole context when left out.",
        transform: RangedNumber.whole(from: 1))
    var context: Int?

    @OptionGroup var json: JSONOutput

    func run() throws {
        try json.checkWritable()
        let path = NSString(string: model).expandingTildeInPath
        let bundled = FileManager.default.fileExists(atPath: path) ? nil : try BundledFiles.model(model)
        let inspection = try ModelInspection(bundled ?? URL(fileURLWithPath: path), context: context)
        try json.write(inspection, showing: InspectionListing(inspection).text)
    }
}
