import ArgumentParser

/// A count on the command line, at least 1.
struct PositiveCount: ExpressibleByArgument {
    let value: Int

    init(_ value: Int) { self.value = value }

    init?(argument: String) {
        guard let value = Int(argument), value >= 1 else { return nil }
        self.value = value
    }

    var defaultValueDescription: String { String(value) }
}
