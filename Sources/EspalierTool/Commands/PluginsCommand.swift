import ArgumentParser
import Foundation
import Speculation

/// Lists every implementation with its options.
struct PluginsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List drafts, tree builders, verifiers and objectives with their options, and the trainer's.")

    @OptionGroup var json: JSONOutput

    func run(with registry: PluginRegistry) throws {
        try json.checkWritable()
        let listing = PluginListing(registry)
        try json.write(listing, showing: listing.text)
    }
}
