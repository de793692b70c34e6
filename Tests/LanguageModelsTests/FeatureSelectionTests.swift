import LanguageModels
import Speculation
import Tensors
import Testing

struct FeatureSelectionTests {
    @Test
    func `Of states asked for together each draft gets what it would get alone`() throws {
        let requests = [
            FeatureRequest(layers: [1, 0]), FeatureRequest(layers: [0, 2], finalState: true),
            FeatureRequest(finalState: true),
        ]
        let joint = FeatureRequest(joining: requests)
        #expect(joint == FeatureRequest(layers: [0, 1, 2], finalState: true))
        let target = TransformerTarget(try Transformer(at: GoldenModel("llama31-tiny").folder))
        let tokens = [11, 7, 30, 42, 9]
        var together = try target.begin(providing: joint)
        let features = try #require(try together.append(tokens).features)
        for request in requests {
            var alone = try target.begin(providing: request)
            let expected = try #require(try alone.append(tokens).features as? LayerFeatures)
            let selected = try #require(features.selecting(request, of: joint) as? LayerFeatures)
            #expect(selected.states.values == expected.states.values)
        }
    }

    @Test
    func `Drafts that want the same are given it as they want it`() {
        let request = FeatureRequest(layers: [5, 2, 4])
        #expect(FeatureRequest(joining: [request, request]) == request)
    }
}
