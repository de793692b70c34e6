import ArgumentParser
import LanguageModels
import Speculation
import Tensors

/// How a model is opened: the words of a strategy file's `target` section, as options.
struct OpeningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How the target's weights are stored once opened, instead of the strategies' own: "
                + "\(WeightStorage.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "format"))
    var dtype: WrittenValue?

    @Option(
        help: ArgumentHelp(
            "How far inputs of products with them are rounded, instead of the strategies' own: "
                + "\(words(of: InputPrecision.self)).",
            valueName: "format"))
    var inputs: WrittenValue?

    @Option(
        help: ArgumentHelp(
            "How the keys and values of its texts are kept, instead of the strategies' own: "
                + "\(words(of: KeyValueFormat.self)).",
            valueName: "format"))
    var kvDtype: WrittenValue?

    @Option(
        help: ArgumentHelp(
            "How many tokens prompt and answer may have together, instead of the strategies' own; bounds the memory of keys "
                + "and values.", valueName: "tokens"))
    var context: WrittenValue?

    private static func words<Choice: CaseIterable & RawRepresentable<String>>(of: Choice.Type) -> String {
        ([ProductPrecision.automaticWord] + Choice.allCases.map(\.rawValue)).joined(separator: ", ")
    }

    /// What is given, by the options of strategy files.
    var values: [String: OptionValue.Content] {
        ["dtype": dtype, "inputs": inputs, "kv_dtype": kvDtype, "context": context].compactMapValues { $0?.content }
    }

    /// What is given, as words of a command.
    var words: [String] {
        values.sorted { $0.key < $1.key }.flatMap { [CommandOption.name(of: $0.key), OptionValue($0.value).text] }
    }

    /// The same where there is no strategy.
    var opening: ModelOpening {
        var reader = OptionReader(
            [], at: .nowhere, in: OptionSurroundings(replacements: values.mapValues { OptionValue($0) }))
        return reader.modelOpening()
    }

    func validate() throws {
        if case .string(let word) = dtype?.content, let now = ProductPrecision.formerWords[word] {
            throw ValidationError("--dtype \(word): \(Self.spelling(of: now))")
        }
        try OptionReader.checkUsage(values) { _ = $0.modelOpening() }
    }

    /// What to write in place of a word that made two choices.
    static func spelling(of precision: ProductPrecision) -> String {
        let options = precision.words.prefix(2).map { "--\($0) \($1)" }.joined(separator: " ")
        return "it is now two options: \(options)"
    }
}
