import ArgumentParser
import Foundation
import JSON
import Speculation

/// Lists every implementation with its options.
struct PluginsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List drafts, tree builders, verifiers and objectives with their options, and the trainer's.")

    @Flag(help: "Print JSON.")
    var json = false

    func run(with registry: PluginRegistry) throws {
        let listing = PluginListing(registry)
        try StandardOutput.write(json ? JSONText.document(of: listing) : listing.text)
    }
}
