/// Cuts a word into tokens of a vocabulary: the part of a tokenizer that was learned.
protocol SubwordModel: Sendable {
    /// The highest id of a token; -1 where there is none.
    var highestID: Int { get }

    /// A token as the vocabulary spells it; nil when no token has this id.
    func piece(of id: Int) -> String?

    /// The id of a token as the vocabulary spells it; nil when it has none.
    func id(of piece: String) -> Int?

    /// The tokens of a word.
    ///
    /// - Returns: Ids with places, counted in the word's scalars. The bytes of a character spelled as such all end
    ///   where it does.
    /// - Complexity: O(*n* log *n*) of the characters, so that a whole text may be one word.
    func encode(_ word: String) -> [PlacedToken]
}
