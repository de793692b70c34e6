import ArgumentParser
import Tensors

/// How far inputs of products are rounded, as an option's value.
struct InputPrecisionChoice: ExpressibleByArgument {
    let precision: InputPrecision

    init?(argument: String) {
        guard let precision = InputPrecision(rawValue: argument) else { return nil }
        self.precision = precision
    }

    static var allValueStrings: [String] { InputPrecision.allCases.map(\.rawValue) }
}
