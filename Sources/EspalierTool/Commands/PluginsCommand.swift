import ArgumentParser
import Foundation
import Speculation

/// Lists what strategy files may hold: every section with its keys, every implementation with its options.
struct PluginsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List the sections of strategy files with their keys, and the plugins that they name with theirs.",
        discussion: """
            Types, ranges and defaults are shown with what each key means; with a name, of that plugin or section alone. \
            Plugins are drafts, tree builders, verifiers and objectives.
            """)

    @Argument(help: "A plugin, such as dynamic, or a section of strategy files, such as trainer; all when left out.")
    var name: String?

    @OptionGroup var json: JSONOutput

    func run(with registry: PluginRegistry) throws {
        try json.checkWritable()
        var listing = PluginListing(registry)
        if let name { listing = try listing.named(name) }
        try json.write(listing, showing: listing.text)
    }
}
