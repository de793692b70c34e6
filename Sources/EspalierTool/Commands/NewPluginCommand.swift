import ArgumentParser
import Files
import Foundation
import Speculation

/// Writes a package with one plugin, its tests, a strategy that uses it, and the whole command with it.
struct NewPluginCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a package with a plugin that works, to begin your own from.",
        discussion: """
            The package has the plugin's source, tests that hold it to its contract, a strategy file that uses it, and a \
            program that is this whole command with the plugin in it. It is built like any Swift package and needs a \
            checkout of the toolkit.
            """)

    @Argument(help: "The word by which strategy files will name the plugin, such as my-tree.")
    var name: String

    @Option(name: .customLong("protocol"), help: "What it shall be.")
    var contract: PluginContract

    @Option(help: ArgumentHelp("The package's folder; it must not exist, or be empty.", valueName: "folder"))
    var into: String

    @Option(
        help: ArgumentHelp(
            "The checkout of the toolkit; that from which this command was built when left out.", valueName: "folder"))
    var toolkit: String?

    @OptionGroup var json: JSONOutput

    func run(with registry: PluginRegistry) throws {
        try json.checkWritable()
        let toolkit = try ToolkitCheckout(toolkit)
        let plugin = try PluginName(name, for: contract)
        let taken = contract.names(in: registry)
        guard !taken.contains(plugin.word) else {
            throw CommandFailure(
                "there is a \(contract.kind) '\(plugin.word)' already: choose another name than "
                    + taken.joined(separator: ", "))
        }
        // Packages are told apart by the names of their folders.
        guard URL(fileURLWithPath: into).lastPathComponent.lowercased() != toolkit.folder.lastPathComponent.lowercased()
        else {
            throw CommandFailure("\(into): a package in a folder of the toolkit's own name cannot use it: name another")
        }
        let files = try PluginTemplate(of: contract, from: toolkit).files(for: plugin)
        try AtomicFolder.write(files, to: into) { _ in }
        let listing = Listing(
            package: into, kind: contract.kind, name: plugin.word, toolkit: toolkit.folder.path,
            files: files.map(\.name).sorted(), command: contract.firstCommand(plugin.word))
        try json.write(listing, showing: listing.text)
    }

    /// What was written, and what to do with it.
    private struct Listing: Encodable {
        let package: String
        let kind: String
        let name: String
        let toolkit: String
        let files: [String]

        /// The arguments with which the package's program shows the plugin at work.
        let command: String

        /// The same for a terminal.
        var text: String {
            """
            \(package): a package with \(kind) '\(name)', on the toolkit at \(toolkit)
            Hold it to its contract:  cd \(package) && swift test
            Then, there:              swift run -c release \(name) \(command)

            """
        }
    }
}
