import Foundation

/// A reader of files, and what is done with a file that it accepts.
///
/// A new reader is a type like this, a folder in `Corpus` or samples made in code, and a line in ``Readers``.
protocol ReaderExercise: Sendable {
    /// What messages and `ESPALIER_FUZZ_READER` call it, and its folder in `Corpus`.
    static var name: String { get }

    /// Prepares what sound files stand beside the damaged ones, such as a head's target.
    init() throws

    /// What a case may take of memory whatever the size of its files, in bytes: a message's text, tables of an empty
    /// tokenizer.
    var allowance: Int { get }

    /// The same while what was read is used: that of reading, unless given.
    var allowanceOfUse: Int { get }

    /// The sound files that damage begins with.
    ///
    /// - Parameter corpus: The folder of all readers' files.
    /// - Returns: At least one sample.
    /// - Throws: If they cannot be made or read.
    func samples(in corpus: URL) throws -> [Sample]

    /// Reads files, and uses what is accepted.
    ///
    /// - Parameters:
    ///   - files: The files, in a folder of their own; the order is the sample's.
    ///   - attempts: Takes each thing that may be refused by itself.
    /// - Throws: Why the files are refused, or ``Attempts/Unusable``.
    func read(_ files: [URL], _ attempts: inout Attempts) throws
}

extension ReaderExercise {
    /// The name for messages.
    var name: String { Self.name }

    /// Enough for messages and small tables.
    var allowance: Int { 256 << 10 }

    /// That of reading.
    var allowanceOfUse: Int { allowance }

    /// Those of the corpus.
    func samples(in corpus: URL) throws -> [Sample] {
        try Sample.all(in: corpus.appendingPathComponent(Self.name))
    }
}
