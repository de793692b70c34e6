import OrchardLibrary
import Speculation
import SpeculationTestKit
import Testing

struct EchoDraftTests {
    @Test
    func `It honours the contract of drafts`() throws {
        var options = OptionReader.describing()
        let draft = EchoDraft(from: &options)
        let target = ScriptedTarget(.random(vocabularySize: 5, seed: 1))
        #expect(try DraftConformance().faults(of: draft, draft.traits, with: target, prompt: [0, 1, 0, 2]) == [])
    }

    @Test
    func `It proposes what followed the token before, the latest first`() throws {
        var options = OptionReader.describing()
        var session = try EchoDraft(from: &options).begin(DraftBeginning())
        try session.commit(Commitment(tokens: [7, 1, 7, 2], next: 7, features: nil, round: nil))
        session.beginRound()
        let candidates = try session.expand(Frontier([0], width: 3), of: TokenTree(root: 7))
        #expect(candidates.tokens == [2, 1])
    }

    @Test
    func `The command knows it, and points at its name where that is misspelt`() throws {
        let check = try BuiltCommand.run("check", BuiltCommand.strategy(EchoDraft.name).path)
        #expect(check.status == 0 && check.text.contains("policy: \(EchoDraft.name)"), "\(check)")
        let report = try BuiltCommand.report(of: EchoDraft.name, misspelling: "policy")
        #expect(
            report.contains("unknown draft policy '\(EchoDraft.name)s'; did you mean '\(EchoDraft.name)'?"), "\(report)"
        )
        #expect(report.contains("^"), "\(report)")
    }
}
