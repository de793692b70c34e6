import ArgumentParser
import Tensors

/// How numbers are written to a file, as an option's value: a floating-point format in lower case.
struct StorageFormatChoice: ExpressibleByArgument {
    let format: StorageFormat

    init?(argument: String) {
        guard let format = StorageFormat.floats.first(where: { $0.name.lowercased() == argument }) else { return nil }
        self.format = format
    }

    static var allValueStrings: [String] { StorageFormat.floats.map { $0.name.lowercased() } }
}
