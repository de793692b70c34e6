import ArgumentParser
import Speculation

/// A scalar that replaces one of a strategy file: read as a file's is, and checked by whoever declares the option there.
struct WrittenValue: ExpressibleByArgument {
    let content: OptionValue.Content

    init(argument: String) {
        content =
            Int(argument).map { .integer($0) } ?? Double(argument).map { .real($0) } ?? .string(argument)
    }
}

extension OptionReader {
    /// What is wrong with values that the command line puts in place of a file's, each by itself, in its own words.
    ///
    /// - Parameters:
    ///   - values: The values by the names of the file's options.
    ///   - read: Asks for the options of the section.
    /// - Throws: `ValidationError` with the first that is of the wrong type or out of range.
    static func checkUsage(_ values: [String: OptionValue.Content], read: (inout OptionReader) -> Void) throws {
        var reader = OptionReader(
            [], at: .nowhere, in: OptionSurroundings(replacements: values.mapValues { OptionValue($0) }))
        read(&reader)
        // A fault says which of the file's options must be what; here it is called as on the command line.
        for fault in reader.faults {
            guard let name = reader.readings.map(\.name).first(where: { fault.message.hasPrefix("\($0) must be ") })
            else { continue }
            throw ValidationError(CommandOption.name(of: name) + fault.message.dropFirst(name.count))
        }
    }
}
