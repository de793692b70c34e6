/// Why a file is not a document that this module accepts: all faults found, in file order.
///
/// A fault that leaves the rest readable, such as a duplicate key, does not hide the faults after it.
public struct YAMLError: Error, Sendable {
    /// The text the faults are in; empty when the file could not be read.
    public let source: SourceText
    /// At least one fault, in file order.
    public let faults: [SourceFault]

    init(source: SourceText, faults: [SourceFault]) {
        self.source = source
        self.faults = faults.sorted(by: SourceFault.isBefore)
    }
}

extension YAMLError: CustomStringConvertible {
    /// Every fault as `file:line:column: message`, each with its source line and a caret line under it.
    public var description: String { source.report(faults) }
}
