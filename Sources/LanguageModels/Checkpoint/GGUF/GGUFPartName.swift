import Foundation

/// The file name of a part of a split model, such as `qwen-00002-of-00003.gguf`.
struct GGUFPartName: Equatable, CustomStringConvertible {
    /// What stands before the numbers.
    let stem: String

    /// Which part it is, counted from 1 as in names.
    let number: Int

    /// How many parts there are.
    let count: Int

    /// Takes a name apart; nil if it is none of a part.
    init?(_ name: String) {
        guard let match = name.wholeMatch(of: #/(.*)-(\d{5})-of-(\d{5})\.gguf/#.dotMatchesNewlines()),
            let number = Int(match.2), let count = Int(match.3), 1...max(count, 1) ~= number, count > 0
        else { return nil }
        (stem, self.number, self.count) = (String(match.1), number, count)
    }

    private init(stem: String, number: Int, count: Int) {
        (self.stem, self.number, self.count) = (stem, number, count)
    }

    /// The name of another part of the same model.
    func part(_ number: Int) -> GGUFPartName { GGUFPartName(stem: stem, number: number, count: count) }

    /// The name, its numbers of five digits.
    var description: String { "\(stem)-\(Self.digits(number))-of-\(Self.digits(count)).gguf" }

    /// How the name of the first of several parts ends.
    static func ending(of count: Int) -> String { "\(GGUFPartName(stem: "", number: 1, count: count))" }

    private static func digits(_ number: Int) -> String {
        String(repeating: "0", count: max(5 - String(number).count, 0)) + String(number)
    }
}
