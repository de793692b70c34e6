import ArgumentParser
import LanguageModels
import Speculation
import Tensors

/// How weights are stored once opened, as an option's value: a word of ``/Tensors/WeightStorage``.
enum WeightStorageWord {
    static let list = WeightStorage.allCases.map(\.rawValue).joined(separator: ", ")

    static func parse(_ word: String) throws -> WeightStorage {
        if let storage = WeightStorage(rawValue: word) { return storage }
        throw ValidationError(objection(to: word, among: WeightStorage.allCases.map(\.rawValue)))
    }

    /// What is wrong with a word, and what to write in its place.
    static func objection(to word: String, among known: [String]) -> String {
        if let now = ProductPrecision.formerWords[word] {
            let options = now.words.prefix(2).map { "--\($0) \($1)" }.joined(separator: " ")
            return "it is now two options: \(options)"
        }
        return "there is no such format\(NearestName.hint(for: word, among: known))"
    }
}
