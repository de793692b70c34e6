/// What the command line calls an option of strategy files.
enum CommandOption {
    /// Where it is not the same word with dashes.
    private static let others = ["init": "--init", "stop_tokens": "--stop-token"]

    /// The option's name with its dashes.
    ///
    /// - Parameter name: The name in files, such as `top_k`.
    /// - Returns: Such as `--top-k`.
    static func name(of name: String) -> String {
        others[name] ?? "--" + name.split(separator: "_").joined(separator: "-")
    }
}
