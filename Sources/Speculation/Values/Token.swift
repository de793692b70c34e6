/// A token's id in the target's vocabulary, `0 ..< vocabularySize`.
public typealias Token = Int
