public import YAML

/// Everything that is wrong with the strategy files that were asked for, all files and all faults at once.
public struct StrategyFaults: Error, Sendable, CustomStringConvertible {
    /// One file, or one path that leads to none, with what is wrong about it.
    public struct File: Sendable {
        /// The file's text, empty where it could not be read.
        public let source: SourceText

        /// At least one fault, in file order.
        public let faults: [SourceFault]

        init(_ source: SourceText, _ faults: [SourceFault]) {
            self.source = source
            self.faults = faults.sorted { left, right in
                guard let right = right.mark else { return false }
                return left.mark.map { $0 < right } ?? true
            }
        }

        /// A path about which something is wrong as a whole.
        init(path: String, _ message: String) {
            self.init(SourceText(name: path, text: ""), [SourceFault(message)])
        }
    }

    /// The files at fault, in the order in which they were read; at least one.
    public let files: [File]

    init(_ files: [File]) {
        self.files = files
    }

    init(_ error: YAMLError) {
        files = [File(error.source, error.faults)]
    }

    /// Joins the faults of several files.
    public init(joining faults: [StrategyFaults]) {
        files = faults.flatMap(\.files)
    }

    /// What is wrong alone, without places: for a line about one strategy of many.
    public var sentences: String { files.flatMap(\.faults).map(\.message).joined(separator: "; ") }

    /// How many faults there are in all files.
    public var count: Int { files.reduce(0) { $0 + $1.faults.count } }

    /// Every fault as `file:line:column: message` with its source line and a caret, sorted by place.
    public var description: String {
        files.map { $0.source.report($0.faults) }.joined(separator: "\n")
    }
}
