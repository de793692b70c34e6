import ArgumentParser
import LanguageModels
import Training

/// Whose loader a head is written for, as an option's value.
struct DraftLayoutChoice: ExpressibleByArgument {
    let layout: DraftLayout

    init(_ layout: DraftLayout) { self.layout = layout }

    init?(argument: String) {
        guard let layout = DraftLayout(rawValue: argument) else { return nil }
        self.layout = layout
    }

    static var allValueStrings: [String] { DraftLayout.heads.map(\.rawValue) }

    var defaultValueDescription: String { layout.rawValue }
}
