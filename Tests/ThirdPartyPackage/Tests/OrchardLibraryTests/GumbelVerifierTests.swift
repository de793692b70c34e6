import OrchardLibrary
import Speculation
import SpeculationTestKit
import Testing

struct GumbelVerifierTests {
    @Test
    func `It keeps its promise`() {
        var options = OptionReader.describing()
        #expect(VerifierConformance().faults(of: GumbelVerifier(from: &options)) == [])
    }

    @Test
    func `The command knows it, and points at its name where that is misspelt`() throws {
        let check = try BuiltCommand.run("check", BuiltCommand.strategy(GumbelVerifier.name).path)
        #expect(check.status == 0 && check.text.contains("verifier: \(GumbelVerifier.name)"), "\(check)")
        let report = try BuiltCommand.report(of: GumbelVerifier.name, misspelling: "verifier")
        #expect(
            report.contains("unknown verifier '\(GumbelVerifier.name)s'; did you mean '\(GumbelVerifier.name)'?"),
            "\(report)")
        #expect(report.contains("^"), "\(report)")
    }
}
