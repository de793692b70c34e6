import Autograd
import EAGLE3Plugin
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing
import Training

/// A stored head that learns to propose other tokens.
struct VocabularyChangeTests {
    private func head(_ folders: HeadFolders, proposing tokens: [Token]?) throws -> any TrainableDraft {
        let target = TransformerTarget(try Transformer(at: folders.target.url))
        let context = DraftLoading(target: target, locate: { _ in folders.head.url })
        return try EAGLE3Recipe(head: "tiny").trainable(in: context, from: .head, seed: 0, proposing: tokens)
    }

    @Test
    func `Known tokens keep their output rows, new ones begin with the mean, and the rest stays`() throws {
        let folders = try TinyEAGLE3().folders()
        let own = try head(folders, proposing: nil)
        let known = own.vocabulary
        let stranger = try #require((0..<known[known.count - 1]).first { !known.contains($0) })
        let tokens = [known[0], stranger, known[known.count - 1]].sorted()
        let changed = try head(folders, proposing: tokens)
        #expect(changed.vocabulary == tokens)
        #expect(changed.parameters.names == own.parameters.names)
        for name in own.parameters.names where name != "lm_head.weight" {
            #expect(changed.parameters[name] == own.parameters[name], "\(name)")
        }
        let before = try #require(own.parameters["lm_head.weight"])
        let after = try #require(changed.parameters["lm_head.weight"])
        #expect(after.rows == 3)
        for (place, token) in tokens.enumerated() {
            for column in 0..<before.columns {
                let mean = (0..<before.rows).reduce(0) { $0 + Double(before[$1, column]) } / Double(before.rows)
                let expected = known.firstIndex(of: token).map { Double(before[$0, column]) } ?? mean
                #expect(abs(Double(after[place, column]) - expected) < 1e-6)
            }
        }
    }

    @Test
    func `The changed head proposes the tokens that it shall`() throws {
        let folders = try TinyEAGLE3().folders()
        let known = try head(folders, proposing: nil).vocabulary
        let tokens = Array(known.prefix(4))
        let policy = try head(folders, proposing: tokens).policy()
        let target = TransformerTarget(try Transformer(at: folders.target.url))
        var session = try target.begin(providing: policy.features)
        let read = try session.append([1, 2, 3])
        var draft = try policy.begin(DraftBeginning())
        try draft.commit(Commitment(tokens: [1, 2, 3], next: 4, features: read.features, round: nil))
        draft.beginRound()
        let candidates = try draft.expand(Frontier([0], width: 4), of: TokenTree(root: 4))
        #expect(candidates.tokens.sorted() == tokens)
    }
}
