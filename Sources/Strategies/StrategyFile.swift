import Foundation
public import Speculation
public import YAML

/// A strategy file as written: its sections with their places, before any meaning is read into them.
public struct StrategyFile: Sendable {
    /// The sections that a strategy may hold, in the order in which files should have them.
    public static let sections = FileSection.ofStrategies.map(\.rawValue)

    /// The sections that this file may hold.
    public let knownSections: [String]

    /// The text, for reports about it.
    public let source: SourceText

    /// The opening comment line without its mark; nil when the file opens with something else.
    public let comment: String?

    /// The sections that are there, in file order.
    public let members: [OptionMember]

    /// Where the file's content begins, for faults about what is missing.
    public let start: OptionPlace

    /// Takes a document apart.
    ///
    /// - Parameters:
    ///   - document: The text as YAML.
    ///   - kind: What the file describes, with its article.
    ///   - sections: The sections that it may hold.
    /// - Throws: ``StrategyFaults`` if the document is not a mapping.
    init(
        _ document: YAMLDocument, kind: String = "a strategy", sections: [String] = Self.sections
    ) throws(StrategyFaults) {
        source = document.source
        knownSections = sections
        guard let pairs = document.root.pairs else {
            let fault = SourceFault(
                "\(kind) is a mapping of sections (\(sections.joined(separator: ", "))), not "
                    + document.root.kind, at: document.root)
            throw StrategyFaults([StrategyFaults.File(document.source, [fault])])
        }
        comment = Self.comment(opening: document.source)
        members = pairs.map { OptionMember($0) }
        start = OptionPlace(line: document.root.mark.line, column: document.root.mark.column)
    }

    /// A strategy that is put together from sections of another kind of file.
    ///
    /// - Parameters:
    ///   - members: The strategy's sections, with their places in that file.
    ///   - file: The file.
    init(_ members: [OptionMember], of file: StrategyFile) {
        self.members = members
        knownSections = Self.sections
        source = file.source
        comment = file.comment
        start = file.start
    }

    /// The folder in which the file lies, as the user named it; empty for the working directory, and for a pipe, which lies
    /// nowhere.
    var folder: String {
        let url = URL(fileURLWithPath: source.name)
        guard !StrategyReader.isStream(url) else { return "" }
        let folder = NSString(string: source.name).deletingLastPathComponent
        return folder == "." ? "" : folder
    }

    /// The section of a name, if it is there.
    public subscript(name: String) -> OptionMember? {
        members.first { $0.name == name }
    }

    private static func comment(opening source: SourceText) -> String? {
        let opening = source.lines.first { !$0.allSatisfy(\.isWhitespace) }
        guard let line = opening?.drop(while: \.isWhitespace), line.first == "#" else { return nil }
        let words = line.drop { $0 == "#" || $0.isWhitespace }
        return words.isEmpty ? nil : String(words)
    }
}
