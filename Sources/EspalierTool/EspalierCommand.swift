import ArgumentParser
import Ranks
public import Speculation
import Tensors

/// The whole `espalier` command, for a program whose `main` is one call.
///
/// ```swift
/// import BuiltinPlugins
/// import EspalierTool
///
/// EspalierCommand.run(plugins: BuiltinPlugins.all + [MyTree.self])
/// ```
public enum EspalierCommand {
    /// Does what the process's arguments ask; ends the process with a sentence and exit status 1 if that is impossible.
    ///
    /// The process may start itself anew, with the same arguments, before it does anything: the linear algebra library
    /// reads its settings only when it is loaded. So call this first.
    ///
    /// - Parameter plugins: What strategy files may name, in the order in which listings show them. Two of one contract
    ///   with the same name are an error.
    public static func run(plugins: [any Plugin.Type]) {
        BLASRestart.restartIfSlow()
        FatalSignals.explain()
        FreedMemory.keep()
        do {
            if let name = KernelVariant.unknownName() {
                throw CommandFailure(
                    "\(KernelVariant.variable)=\(name): there is no such variant of the kernels"
                        + NearestName.hint(for: name, among: KernelVariant.known))
            }
            let registry = try PluginRegistry(plugins)
            try UsageHint.checkSubcommand(arguments)
            var command = try RootCommand.parseAsRoot(TextArguments.joined(arguments))
            try checkProcesses(of: command)
            if let command = command as? any RegistryCommand {
                try command.run(with: registry)
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// Makes sure that several processes do not do the same work, and overwrite each other's files.
    private static func checkProcesses(of command: any ParsableCommand) throws {
        let kind = type(of: command)
        guard RankGroup.launched > 1, (kind as? any RegistryCommand.Type)?.isShared != true else { return }
        // One of them says so.
        guard RankGroup.isFirstLaunched else { throw ExitCode.failure }
        throw CommandFailure(
            "\(RankGroup.launched) processes were started, and \(kind.configuration.commandName ?? "this command") is the work of one: "
                + "mpirun is for train, regenerate and experiment")
    }

    /// What follows the command's name.
    private static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

    /// Ends the process as the argument parser would; but a message may quote what a file says.
    private static func end(with error: any Error) -> Never {
        let status = RootCommand.exitCode(for: error)
        guard !status.isSuccess else { RootCommand.exit(withError: error) }
        let message = RootCommand.fullMessage(for: error)
        if !message.isEmpty { StandardError.remark(UsageHint.explained(message, of: arguments)) }
        RootCommand.exit(withError: status)
    }
}
