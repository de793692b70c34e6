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
        let place =
            FileManager.default.fileExists(atPath: path)
            ? URL(fileURLWithPath: path) : try ModelLocator().locate(model)
        if let draft = try DraftInspection(place, in: registry) {
            return try json.write(draft, showing: DraftListing(draft).text)
        }
        try checkHoldsSomething(place)
        let inspection = try ModelInspection(place, context: context, in: registry)
        try json.write(inspection, showing: InspectionListing(inspection).text)
    }

    /// Says of a folder without a configuration what it lacks, and which of its files could have been meant.
    private func checkHoldsSomething(_ place: URL) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder), isFolder.boolValue,
            !FileManager.default.fileExists(atPath: place.appendingPathComponent("config.json").path)
        else { return }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []).sorted()
        let files = names.filter { $0.hasSuffix(".gguf") }.prefix(3)
        let hint = files.isEmpty ? "" : "; it holds \(files.joined(separator: ", ")): name the file"
        throw CommandFailure("\(model): this folder has no config.json, so it holds neither a model nor a head\(hint)")
    }
}
