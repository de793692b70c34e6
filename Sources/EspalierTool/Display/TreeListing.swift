import Foundation
import LanguageModels
import Speculation

/// One round's tree with what the draft and the target think of every node.
struct TreeListing: Encodable {
    /// One node in node order; the root first.
    struct Node: Encodable {
        let id: Int
        let token: Token
        let text: String?
        /// -1 for the root.
        let parent: Int
        let depth: Int
        let draftLogprob: Float?
        let targetLogprob: Float?
        let accepted: Bool
        /// Which of merged drafts proposed it; nil for the root, and where there is one draft.
        let source: String?

        private enum CodingKeys: String, CodingKey {
            case id, token, text, parent, depth, accepted, source
            case draftLogprob = "draft_logprob"
            case targetLogprob = "target_logprob"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(token, forKey: .token)
            try container.encode(text, forKey: .text)
            try container.encode(parent, forKey: .parent)
            try container.encode(depth, forKey: .depth)
            try container.encode(draftLogprob, forKey: .draftLogprob)
            try container.encode(targetLogprob, forKey: .targetLogprob)
            try container.encode(accepted, forKey: .accepted)
            try container.encodeIfPresent(source, forKey: .source)
        }
    }

    /// The target's own token after the accepted path.
    struct Bonus: Encodable {
        let token: Token
        let text: String?

        private enum CodingKeys: String, CodingKey {
            case token, text
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(token, forKey: .token)
            try container.encode(text, forKey: .text)
        }
    }

    let strategy: String
    let guarantee: Guarantee
    let context: [Token]
    let nodes: [Node]
    let bonus: Bonus
    private let children: [[Int]]

    private enum CodingKeys: String, CodingKey {
        case strategy, guarantee, context, nodes, bonus
    }

    init(
        _ outcome: RoundOutcome, strategy: String, guarantee: Guarantee, sources: [String], context: [Token],
        tokenizer: Tokenizer?
    ) {
        let tree = outcome.tree
        let accepted = Set([0] + outcome.path)
        let text = { (token: Token) in tokenizer?.text(of: token) }
        self.strategy = strategy
        self.guarantee = guarantee
        self.context = context
        nodes = (0..<tree.count).map { node in
            let parent = tree.parents[node]
            let row = parent >= 0 ? outcome.scores.row(parent) : nil
            return Node(
                id: node, token: tree.tokens[node], text: text(tree.tokens[node]), parent: parent,
                depth: tree.depths[node], draftLogprob: parent >= 0 ? tree.logProbabilities[node] : nil,
                targetLogprob: row.map { LogProbabilities($0).value(of: tree.tokens[node]) },
                accepted: accepted.contains(node),
                source: parent >= 0 && !sources.isEmpty ? sources[tree.sources[node]] : nil)
        }
        bonus = Bonus(token: outcome.verdict.bonus, text: text(outcome.verdict.bonus))
        children = tree.childLists()
    }

    /// The tree as indented lines.
    var drawing: String {
        let drafted = nodes.count - 1
        let accepted = nodes.filter(\.accepted).count - 1
        var lines = ["\(strategy)\(guarantee == .lossy ? " (lossy)" : ""), after \(context.count.counting("token"))"]
        draw(0, stem: "", branch: "", into: &lines)
        lines.append("\(drafted) drafted, \(accepted) accepted, then the target's \(label(bonus.token, bonus.text))")
        return lines.joined(separator: "\n") + "\n"
    }

    private func draw(_ node: Int, stem: String, branch: String, into lines: inout [String]) {
        let shown = nodes[node]
        let start = "\(stem)\(branch)\(label(shown.token, shown.text))".rightPadded(to: 48)
        let probabilities = "draft \(Self.percent(shown.draftLogprob))  target \(Self.percent(shown.targetLogprob))"
        let source = shown.source.map { "  \($0)" } ?? ""
        let line = node == 0 ? start : "\(start) \(probabilities)\(shown.accepted ? "  *" : "   ")\(source)"
        lines.append(line.trimmingTrailingSpaces)
        for (place, child) in children[node].enumerated() {
            let isLast = place == children[node].count - 1
            let below = node == 0 ? "" : stem + (branch.hasPrefix("└") ? "   " : "│  ")
            draw(child, stem: below, branch: isLast ? "└─ " : "├─ ", into: &lines)
        }
    }

    private func label(_ token: Token, _ text: String?) -> String {
        text.map { "\($0.quoted) [\(token)]" } ?? "[\(token)]"
    }

    private static func percent(_ logProbability: Float?) -> String {
        guard let logProbability else { return "    - " }
        return String(format: "%5.1f%%", 100 * exp(Double(logProbability)))
    }
}
