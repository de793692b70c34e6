import Speculation

/// One sequence of a scripted target.
///
/// It refuses whatever the contract forbids: scoring before anything was read, keeping a path that is none.
struct ScriptedTargetSession: TargetSession {
    let target: ScriptedTarget
    let givesFeatures: Bool

    private var committed: [Token] = []
    private var scored: TokenTree?

    init(target: ScriptedTarget, givesFeatures: Bool) {
        self.target = target
        self.givesFeatures = givesFeatures
    }

    mutating func append(_ tokens: [Token]) throws -> (scores: TreeScores, features: (any TargetFeatures)?) {
        guard !tokens.isEmpty else { throw ScriptedTargetError("a prompt of no token") }
        guard committed.count + tokens.count <= target.contextLimit else {
            throw ScriptedTargetError("the prompt exceeds the context")
        }
        committed += tokens
        scored = nil
        return (rows([committed]), features(tokens))
    }

    mutating func rewind(to count: Int) {
        precondition(0...committed.count ~= count, "\(count) of \(committed.count) tokens to retain")
        committed.removeLast(committed.count - count)
        scored = nil
    }

    mutating func score(_ tree: TokenTree) throws -> TreeScores {
        guard !committed.isEmpty else { throw ScriptedTargetError("a tree was scored before the prompt was read") }
        guard committed.count + tree.deepest + 1 <= target.contextLimit else {
            throw ScriptedTargetError("the tree exceeds the context")
        }
        scored = tree
        let root = committed + [tree.tokens[0]]
        return rows((0..<tree.count).map { root + tree.path(to: $0).map { tree.tokens[$0] } })
    }

    mutating func keep(_ path: [Int]) throws -> (any TargetFeatures)? {
        guard let tree = scored else { throw ScriptedTargetError("a path was kept before a tree was scored") }
        guard path.first == 0, path.last.map({ [0] + tree.path(to: $0) == path }) == true else {
            throw ScriptedTargetError("\(path) is no path from the root")
        }
        let tokens = path.map { tree.tokens[$0] }
        committed += tokens
        scored = nil
        return features(tokens)
    }

    private func rows(_ histories: [[Token]]) -> TreeScores {
        TreeScores(logits: histories.flatMap { target.logits(after: $0) }, vocabularySize: target.vocabularySize)
    }

    private func features(_ tokens: [Token]) -> (any TargetFeatures)? {
        givesFeatures ? ScriptedFeatures(tokens: tokens) : nil
    }
}

/// A caller broke the target's contract.
public struct ScriptedTargetError: Error, CustomStringConvertible {
    /// One sentence.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
