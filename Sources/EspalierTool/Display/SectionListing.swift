import Speculation
import Strategies

/// One section of strategy or experiment files with its own keys.
struct SectionListing: Encodable {
    let name: String
    let summary: String

    /// The kinds of files that may hold it.
    let files: [String]
    let keys: [OptionListing]

    init(_ section: FileSection, naming registry: PluginRegistry) {
        name = section.rawValue
        summary = section.summary
        files =
            (FileSection.ofStrategies.contains(section) ? ["strategy"] : [])
            + (FileSection.ofExperiments.contains(section) ? ["experiment"] : [])
        keys = section.keys(naming: registry).map(OptionListing.init)
    }

    /// Whether a strategy file may hold it.
    var isInStrategies: Bool { files.contains("strategy") }

    /// Lines for a terminal.
    var lines: [String] { ["  \(name): \(summary)"] + keys.flatMap(\.lines) }
}
