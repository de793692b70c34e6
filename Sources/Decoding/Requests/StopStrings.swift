public import Speculation

/// Texts that end an answer, and what turns its tokens into text.
public struct StopStrings: Sendable {
    /// The texts, none of them empty.
    public let strings: [String]

    /// At the beginning of a text.
    public let decoder: any TextDecoder

    /// Gathers texts.
    ///
    /// - Parameters:
    ///   - strings: None of them empty.
    ///   - decoder: Turns an answer's tokens into text; at its beginning.
    public init(_ strings: [String], decoder: any TextDecoder) {
        self.strings = strings
        self.decoder = decoder
    }
}

extension StopStrings: Equatable {
    /// Whether the texts are the same; decoders are not compared, there is one for each target.
    public static func == (left: StopStrings, right: StopStrings) -> Bool { left.strings == right.strings }
}
