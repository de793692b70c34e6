import ArgumentParser

/// Groups what is done with plugins of one's own.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Begin a plugin of your own.", subcommands: [NewPluginCommand.self])
}
