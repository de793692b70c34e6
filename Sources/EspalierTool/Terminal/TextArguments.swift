/// Takes the values of options that hold a person's text for text, whatever they begin with.
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
            if options.contains(argument), let value = rest.first, value.hasPrefix("-") {
                joined.append("\(argument)=\(value)")
                rest.removeFirst()
            } else {
                joined.append(argument)
            }
        }
        return joined
    }
}
