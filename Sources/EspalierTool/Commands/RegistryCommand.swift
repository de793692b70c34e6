import ArgumentParser
import Speculation

/// A command that reads strategy files or names plugins, and is told which there are.
///
/// The parser makes commands from their types alone, so what they need from the program's `main` comes when they run.
protocol RegistryCommand: ParsableCommand {
    /// Whether several processes, started by MPI's launcher, do its work together.
    static var isShared: Bool { get }

    /// Does what was asked.
    ///
    /// - Parameter registry: Every plugin that may be named.
    /// - Throws: One sentence, or an exit status.
    func run(with registry: PluginRegistry) throws
}

extension RegistryCommand {
    /// Each process would do all of the work.
    static var isShared: Bool { false }
}
