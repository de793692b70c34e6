import OrchardLibrary
import Speculation
import SpeculationTestKit
import Testing

struct FishboneTreeTests {
    @Test
    func `It honours the contract of tree builders`() {
        var options = OptionReader.describing()
        #expect(TreeBuilderConformance().faults(of: FishboneTree(from: &options)) == [])
    }

    @Test
    func `Every level has the first choice's children, and only those`() throws {
        var options = OptionReader.describing()
        var builder = FishboneTree(from: &options)
        let draft = ScriptedDraft(.random(vocabularySize: 7, seed: 3))
        let tree = try TreeBuilderConformance().grow(&builder, draft, 2).pruned
        #expect(tree.depths == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
        #expect(tree.parents == [-1, 0, 0, 0, 1, 1, 1, 4, 4, 4, 7, 7, 7])
    }

    @Test
    func `The command knows it, and points at its name where that is misspelt`() throws {
        let check = try BuiltCommand.run("check", BuiltCommand.strategy(FishboneTree.name).path)
        #expect(check.status == 0 && check.text.contains("builder: \(FishboneTree.name)"), "\(check)")
        let report = try BuiltCommand.report(of: FishboneTree.name, misspelling: "builder")
        #expect(
            report.contains("unknown tree builder '\(FishboneTree.name)s'; did you mean '\(FishboneTree.name)'?"),
            "\(report)")
        #expect(report.contains("^"), "\(report)")
    }
}
