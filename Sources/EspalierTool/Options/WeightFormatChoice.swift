import ArgumentParser
import Speculation

/// A format of weights as an option's value.
struct WeightFormatChoice: ExpressibleByArgument {
    let format: WeightFormat

    init?(argument: String) {
        guard let format = WeightFormat(rawValue: argument) else { return nil }
        self.format = format
    }

    static var allValueStrings: [String] { WeightFormat.allCases.map(\.rawValue) }
}
