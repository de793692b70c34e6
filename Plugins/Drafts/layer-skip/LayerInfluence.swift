import LanguageModels
import Speculation
import Tensors

/// How much each layer of a model turns the states that pass it.
struct LayerInfluence {
    /// 1 - cos(in, out), averaged over the tokens of a text, `[layers]`.
    let influences: [Double]

    /// Some sentences and some code, for the states that answers have.
    private static let sample = """
        The committee met on Tuesday to decide how the remaining money should be spent. Most of the members wanted to repair \
        the roof of the old library first, because water had already damaged several shelves of books. If each shelf holds \
        48 books and 7 shelves were damaged, then 7 * 48 = 336 books have to be dried or replaced.

        def average(numbers):
            \"\"\"Return the mean of a list of numbers, or None if it is empty.\"\"\"
            if not numbers:
                return None
            total = 0
            for number in numbers:
                total += number
            return total / len(numbers)
        """

    /// Measures a model by one pass over a sample text.
    ///
    /// - Throws: `ModelError` if it has no tokenizer.
    init(of model: Transformer) throws {
        guard let tokenizer = try model.files.tokenizer() else {
            throw model.error("has no tokenizer to choose layers by a sample text with: name them (skip: [3, 4])")
        }
        let configuration = model.configuration
        let tokens = try tokenizer.fitted(to: configuration.vocabularySize).encode(
            Self.sample, addSpecialTokens: true, recognisingSpecialTokens: false)
        let layers = Array(0...configuration.layerCount)
        var session = try TransformerTarget(model).begin(providing: FeatureRequest(layers: layers))
        let read = try session.append(Array(tokens.prefix(configuration.contextLimit)))
        guard let features = read.features as? LayerFeatures else {
            throw model.error("gives no states to choose layers by: name them (skip: [3, 4])")
        }
        let (states, width) = (features.states, configuration.hiddenSize)
        influences = (0..<configuration.layerCount).map { layer in
            let turns = (0..<states.rows).map { row in
                let numbers = states[row]
                let start = numbers.startIndex + layer * width
                return 1 - Self.cosine(numbers[start..<start + width], numbers[start + width..<start + 2 * width])
            }
            return turns.reduce(0, +) / Double(max(turns.count, 1))
        }
    }

    /// The layers of the least influence, ascending.
    func least(_ count: Int) -> [Int] {
        influences.indices.sorted { (influences[$0], $0) < (influences[$1], $1) }.prefix(count).sorted()
    }

    private static func cosine(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
        var (product, first, second) = (0.0, 0.0, 0.0)
        for (a, b) in zip(left, right) {
            product += Double(a) * Double(b)
            first += Double(a) * Double(a)
            second += Double(b) * Double(b)
        }
        return first > 0 && second > 0 ? product / (first * second).squareRoot() : 0
    }
}
