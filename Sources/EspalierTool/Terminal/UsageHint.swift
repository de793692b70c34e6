import ArgumentParser
import Speculation

/// What the argument parser says about a mistyped word, with the nearest valid one: by the rule that all else goes by.
enum UsageHint {
    /// Refuses a word in the place of a subcommand that is none.
    ///
    /// The parser takes it for a stray argument, and complains of the options behind it first.
    ///
    /// - Parameter arguments: What follows the command's name.
    /// - Throws: `ValidationError` that names the nearest subcommand.
    static func checkSubcommand(_ arguments: [String]) throws {
        var command: any ParsableCommand.Type = RootCommand.self
        for argument in arguments {
            let known = command.configuration.subcommands
            if argument == "help" { continue }
            guard !known.isEmpty, !argument.hasPrefix("-") else { return }
            guard let next = known.first(where: { $0._commandName == argument }) else {
                throw ValidationError(
                    "there is no command '\(argument)'"
                        + NearestName.hint(for: argument, among: known.map { $0._commandName }))
            }
            command = next
        }
    }

    /// A message with a hint behind an option that is not known.
    ///
    /// - Parameters:
    ///   - message: What the parser says, the usage among it.
    ///   - arguments: What follows the command's name.
    /// - Returns: The same message, its own hint in the words of all others.
    static func explained(_ message: String, of arguments: [String]) -> String {
        let opening = "Error: Unknown option '"
        guard message.hasPrefix(opening) else { return message }
        let lines = message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let option = String(lines[0].dropFirst(opening.count).prefix { $0 != "'" })
        let hint = hint(for: option, in: command(of: arguments))
        return "\(opening)\(option)'\(hint)" + (lines.count > 1 ? "\n\(lines[1])" : "")
    }

    /// The command that arguments call.
    private static func command(of arguments: [String]) -> any ParsableCommand.Type {
        var command: any ParsableCommand.Type = RootCommand.self
        for argument in arguments {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == argument }) else {
                return command
            }
            command = next
        }
        return command
    }

    private static func hint(for option: String, in command: any ParsableCommand.Type) -> String {
        let help = command == RootCommand.self ? RootCommand.helpMessage() : RootCommand.helpMessage(for: command)
        let words = help.split { !($0.isLetter || $0.isNumber || "-<>".contains($0)) }.map(String.init)
        if option.contains(where: \.isWhitespace), words.contains("<text>") {
            return
                "; a text that begins with a dash stands behind --, as in \(command._commandName) -- \(option.shellWord)"
        }
        let place = "<\(option.drop { $0 == "-" })>"
        if words.contains(place) { return "; it is an argument without an option: \(place)" }
        let options = Set(words.filter { $0.hasPrefix("--") && $0.count > 2 }).sorted()
        return NearestName.suggestion(for: option, among: options)
    }
}
