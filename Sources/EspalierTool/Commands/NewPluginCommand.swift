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

    func run(with registry: PluginRegistry) throws {
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
        try StandardOutput.write(
            """
            \(into): a package with \(contract.kind) '\(plugin.word)', on the toolkit at \(toolkit.folder.path)
            Hold it to its contract:  cd \(into) && swift test
            Then, there:              swift run -c release \(plugin.word) \(contract.firstCommand(plugin.word))

            """)
    }
}
