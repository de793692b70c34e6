import ArgumentParser
import Tensors

/// How keys and values are kept, as an option's value.
struct KeyValueFormatChoice: ExpressibleByArgument {
    let format: KeyValueFormat

    init?(argument: String) {
        guard let format = KeyValueFormat(rawValue: argument) else { return nil }
        self.format = format
    }

    static var allValueStrings: [String] { KeyValueFormat.allCases.map(\.rawValue) }
}
