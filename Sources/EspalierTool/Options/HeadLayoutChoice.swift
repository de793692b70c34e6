import ArgumentParser
import Training

/// Whose loader a head is written for, as an option's value.
struct HeadLayoutChoice: ExpressibleByArgument {
    let layout: HeadLayout

    init(_ layout: HeadLayout) { self.layout = layout }

    init?(argument: String) {
        guard let layout = HeadLayout(rawValue: argument) else { return nil }
        self.layout = layout
    }

    static var allValueStrings: [String] { HeadLayout.allCases.map(\.rawValue) }

    var defaultValueDescription: String { layout.rawValue }
}
