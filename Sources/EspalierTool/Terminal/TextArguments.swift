/// Takes the values of options that hold a person's text for text, and numbers for numbers, whatever they begin with.
///
/// The parser takes what begins with a dash for an option, and a list, a diff or a negative number begins with one; a
/// script that passes `"$prompt"` cannot know. Joined by `=`, value and option are one argument.
enum TextArguments {
    /// The options of all commands whose value is somebody's text.
    private static let options: Set<String> = ["--prompt", "--system", "--stop", "--stop-token", "--logit-bias"]

    /// The arguments with those options and their values joined where the value begins with a dash.
    ///
    /// - Parameter arguments: What follows the command's name; nothing behind `--` is changed.
    /// - Returns: Arguments of the same meaning for the parser.
    static func joined(_ arguments: [String]) -> [String] {
        var joined: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" { return joined + [argument] + rest }
            if let value = rest.first, value.hasPrefix("-"), takes(argument, value) {
                joined.append("\(argument)=\(value)")
                rest.removeFirst()
            } else {
                joined.append(argument)
            }
        }
        return joined
    }

    /// Whether what follows an option is its value: any text of those for texts, and a negative number of every one, which
    /// then says what range it takes.
    private static func takes(_ option: String, _ value: String) -> Bool {
        options.contains(option) || (option.hasPrefix("--") && !option.contains("=") && Double(value) != nil)
    }
}
