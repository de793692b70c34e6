import Foundation
import LanguageModels
import MedusaPlugin
import ModelTestKit
import Speculation
import Tensors
import Testing

/// Heads of every layout give what plain loops in double precision give.
struct ReferenceTests {
    private static let width = 24

    /// The target's final states of three committed tokens; the last one is what heads read.
    private static let states = MedusaFolder.numbers("states", 3 * width, spread: 4)

    private static func commit(to session: inout any DraftSession) throws {
        let features = LayerFeatures(states: Matrix(states, columns: width))
        try session.commit(Commitment(tokens: [1, 2, 3], next: 4, features: features, round: nil))
    }

    /// The log-probabilities of all tokens at a depth, by token; nil where nothing is proposed.
    private static func law(_ policy: any DraftPolicy, depth: Int) throws -> [Double]? {
        var session = try policy.begin(DraftBeginning())
        try commit(to: &session)
        session.beginRound()
        var tree = TokenTree(root: 4)
        for _ in 0..<depth {
            var child = Candidates()
            child.append(7, after: tree.count - 1, logProbability: nil)
            tree.attach(child)
        }
        let found = try session.expand(Frontier([tree.count - 1], width: 50), of: tree)
        guard found.count > 0 else { return nil }
        var law = [Double](repeating: .nan, count: 50)
        for (token, number) in zip(found.tokens, found.logProbabilities) { law[token] = Double(number ?? .nan) }
        return law
    }

    private func expect(_ policy: any DraftPolicy, heads: Int, as reference: (Int) -> [Double]) throws {
        for depth in 0..<heads {
            let found = try #require(try Self.law(policy, depth: depth))
            let worst = zip(found, reference(depth)).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(worst < 1e-5, "depth \(depth): \(worst)")
        }
        #expect(try Self.law(policy, depth: heads) == nil)
    }

    @Test(arguments: MedusaReference.all)
    func `Every layout agrees`(reference: MedusaReference) throws {
        let folder = reference.folder()
        let known = Dictionary(
            (folder.tensors + folder.target.tensors).map { ($0.name, $0.values) },
            uniquingKeysWith: { first, _ in first })
        let heads = reference.testDescription.hasPrefix("two blocks") ? 2 : 3
        let state = Array(Self.states.suffix(Self.width))
        try expect(folder.write().open(), heads: heads) { depth in
            let (blocks, rows) = reference.head(depth) { known[$0] ?? [] }
            return MedusaReference.logProbabilities(of: state, blocks: blocks, rows: rows)
        }
    }

    /// What `torch.save` wrote for `Resources/heads.py`: a block that stands under two names.
    @Test(arguments: ["medusa_lm_head.pt", "pytorch_model.bin"])
    func `The official code's file is read without Python`(name: String) throws {
        let resource = try #require(Bundle.module.url(forResource: "Resources/medusa_lm_head", withExtension: "pt"))
        let folders = try MedusaFolder(tensors: []).write()
        try folders.heads.remove("medusa_lm_head.safetensors")
        try folders.heads.write(Data(contentsOf: resource), to: name)
        try folders.heads.write(#"{"medusa_num_heads": 3, "medusa_num_layers": 2}"#, to: "config.json")
        let state = Array(Self.states.suffix(Self.width))
        try expect(folders.open(), heads: 3) { depth in
            let block = MedusaReference.Block(
                weights: MedusaFolder.numbers("\(depth).0.linear.weight", 576),
                bias: MedusaFolder.numbers("\(depth).0.linear.bias", 24))
            return MedusaReference.logProbabilities(
                of: state, blocks: [block, block], rows: MedusaFolder.numbers("\(depth).2.weight", 1200))
        }
    }

    @Test
    func `New heads guess what the target says next`() throws {
        let folder = try TinyModel().folder()
        let model = try Transformer(at: folder.url)
        let policy = try MedusaRecipe(head: "new", heads: 2, layers: 3).load(
            in: DraftLoading(target: TransformerTarget(model), locate: { _ in throw ModelError("new", "no file") }))
        let rows = try #require(TinyModel().tensors.first { $0.name == "lm_head.weight" }).values
        let state = Array(Self.states.suffix(Self.width))
        try expect(policy, heads: 2) { _ in
            MedusaReference.logProbabilities(of: state, blocks: [], rows: rows)
        }
    }

    @Test
    func `Nodes of one depth get the same children, as many as each asks for`() throws {
        var session = try MedusaFolder(tensors: MedusaFolder.official()).write().open().begin(DraftBeginning())
        try Self.commit(to: &session)
        session.beginRound()
        var tree = TokenTree(root: 4)
        let first = try session.expand(Frontier([0], width: 3), of: tree)
        tree.attach(first)
        let second = try session.expand(Frontier([3, 1, 2], widths: [1, 4, 2]), of: tree)
        #expect(second.parents == [3, 1, 1, 1, 1, 2, 2])
        #expect(second.tokens[0] == second.tokens[1])
        #expect(Array(second.tokens[5...]) == Array(second.tokens[1...2]))
        // A later frontier may ask a depth for more than was ranked.
        tree.attach(second)
        let more = try session.expand(Frontier([2], width: 6), of: tree)
        #expect(Array(more.tokens.prefix(4)) == Array(second.tokens[1...4]))
        #expect(more.count == 6)
    }
}
