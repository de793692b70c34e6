/// A new plugin's name: the word of strategy files, and what Swift calls it.
struct PluginName: Equatable {
    /// The word of strategy files, which is the package's and its program's name too.
    let word: String

    /// The plugin's type.
    let type: String

    /// The module that holds it.
    var library: String { type + "Library" }

    /// Names a plugin.
    ///
    /// - Parameters:
    ///   - word: Lower-case words of letters and digits, joined by hyphens.
    ///   - contract: What the plugin is, which its type's name says.
    /// - Throws: ``CommandFailure`` for a word that strategy files or Swift cannot use.
    init(_ word: String, for contract: PluginContract) throws {
        guard word.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, word.count <= 40 else {
            throw CommandFailure(
                "'\(word)' cannot name a plugin: at most 40 lower-case letters and digits, a letter first, in words "
                    + "joined by hyphens, such as my-tree")
        }
        guard !["espalier", "main"].contains(word) else {
            throw CommandFailure("'\(word)' cannot name a plugin: its program would have this name, which is taken")
        }
        self.word = word
        let joined = word.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let saysItAlready = joined.hasSuffix(contract.suffix) && joined != contract.suffix
        type = saysItAlready ? joined : joined + contract.suffix
    }
}
