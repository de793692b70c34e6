import ArgumentParser
import Speculation

/// A command that reads strategy files or names plugins, and is told which there are.
///
/// The parser makes commands from their types alone, so what they need from the program's `main` comes when they run.
protocol RegistryCommand: ParsableCommand {
    /// Does what was asked.
    ///
    /// - Parameter registry: Every plugin that may be named.
    /// - Throws: One sentence, or an exit status.
    func run(with registry: PluginRegistry) throws
}
