/// A YAML file read whole: its one document as nodes that know their line and column.
///
/// The reader is strict. It refuses duplicate keys, keys that are not strings, tags other than the standard ones, more
/// than one document, aliases inside their own anchor, and whatever passes `YAMLLimits`.
public struct YAMLDocument: Sendable {
    /// The document's topmost node.
    public let root: YAMLNode
    /// The text, for reports about it.
    public let source: SourceText

    /// Reads `text`, which reports call `name`.
    ///
    /// - Throws: `YAMLError` with every fault found.
    public init(text: String, name: String) throws(YAMLError) {
        let source = SourceText(name: name, text: text)
        try SourceDecoder.check(source)
        try self.init(parsing: source)
    }

    /// Reads a source that is known to be text.
    init(parsing source: SourceText) throws(YAMLError) {
        let positions = Positions(of: source)
        var composer = Composer(positions: positions)
        do throws(SourceFault) {
            let syntax = SyntaxFault(positions: positions)
            try LibYAMLReader.read(source.text, syntaxFault: syntax.fault) { event throws(SourceFault) in
                try composer.take(event)
            }
        } catch {
            throw YAMLError(source: source, faults: composer.faults + [error])
        }
        guard let root = composer.root, !root.isAbsent else {
            throw YAMLError(source: source, faults: composer.faults + [SourceFault(.noDocument)])
        }
        guard composer.faults.isEmpty else { throw YAMLError(source: source, faults: composer.faults) }
        self.root = root
        self.source = source
    }
}

extension YAMLNode {
    /// Whether nothing at all is written, as after a lone `---`.
    fileprivate var isAbsent: Bool {
        guard let scalar else { return false }
        return scalar.isPlain && scalar.text.isEmpty
    }
}
