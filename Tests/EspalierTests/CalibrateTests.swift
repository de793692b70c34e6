import Foundation
import JSON
import ModelTestKit
import Testing

/// `espalier calibrate`, and strategies that use what it measured.
struct CalibrateTests {
    private static func costAware(costs: String, options: String = "") -> String {
        """
        name: aware
        target: {model: demo}
        draft: {policy: eagle3, head: demo/eagle3}
        tree: {builder: cost-aware, costs: "\(costs)"\(options)}
        verify: {verifier: sampling}
        """
    }

    private static func calibrate(_ folder: TemporaryFolder, to file: String? = nil) throws -> String {
        let output = file.map { ["--output", $0] } ?? []
        let run = try RunningCommand(
            ["calibrate", "--seconds", "1"] + output, environment: ["XDG_CACHE_HOME": folder.path]
        ).finish()
        #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
        return run.output
    }

    @Test
    func `Measured costs are shown, stored, and found by the strategy they were measured for`() throws {
        let cache = try TemporaryFolder()
        let output = try Self.calibrate(cache)
        #expect(output.contains("The target's pass, by nodes\nnodes  "))
        let stored = try #require(
            try FileManager.default.contentsOfDirectory(atPath: cache.file("espalier").path).first)
        #expect(output.hasSuffix("Stored in \(cache.path)/espalier/\(stored)\n"))
        let environment = ["XDG_CACHE_HOME": cache.path]
        // It is the strategy that `generate` uses where none is named.
        let answer = try CommandRun.succeed(
            "generate", "--prompt", "Add 2 and 3.", "--max-new-tokens", "24",
            environment: environment)
        #expect(
            try answer
                == CommandRun.succeed(
                    "generate", "autoregressive", "--prompt", "Add 2 and 3.",
                    "--max-new-tokens", "24"))

        // A damaged file is measured again, which is said, and replaced.
        let file = cache.file("espalier/" + stored)
        try Data("{".utf8).write(to: file)
        let again = try CommandRun.run(
            "generate", "eagle3-cost-aware", "--prompt", "Add 2 and 3.", "--max-new-tokens", "24",
            environment: environment)
        #expect(again.status == 0 && again.output == answer)
        #expect(again.errors.contains("\(file.path): is no calibration: 1:2: "))
        #expect(again.errors.contains("; measuring again\n"))
        #expect(try JSONValue(parsing: Data(contentsOf: file))["format"] == .string("espalier costs 1"))
    }

    @Test
    func `Pinned costs give the same trees in every run, and the output of plain decoding`() throws {
        let folder = try TemporaryFolder()
        let costs = folder.file("costs.json").path
        _ = try Self.calibrate(folder, to: costs)
        let strategy = try folder.write(Self.costAware(costs: costs), to: "aware.yaml")
        var drafted: [JSONValue?] = []
        for name in ["first.json", "second.json"] {
            let report = folder.file(name)
            _ = try CommandRun.succeed(
                "compare", "autoregressive", strategy.path, "--limit", "3", "--max-new-tokens", "48", "--json",
                report.path)
            let strategies = try #require(try JSONValue(parsing: Data(contentsOf: report))["strategies"]?.array)
            #expect(strategies[1]["identical"] == .integer(3))
            drafted += [strategies[1]["drafted"], strategies[1]["rounds"], strategies[1]["drafting_rounds"]]
        }
        #expect(drafted[..<3] == drafted[3...])
    }

    @Test
    func `Costs that cannot be had are refused in a sentence`() throws {
        let folder = try TemporaryFolder()
        let missing = try folder.write(Self.costAware(costs: "/nowhere/costs.json"), to: "missing.yaml").path
        #expect(
            try CommandRun.refuse("generate", missing, "--prompt", "a")
                == "/nowhere/costs.json: cannot be read: no such file or directory")
        let strange = try folder.write("{\"format\": 1}", to: "strange.json").path
        let other = try folder.write(Self.costAware(costs: strange), to: "other.yaml").path
        #expect(
            try CommandRun.refuse("generate", other, "--prompt", "a")
                == "\(strange): is no calibration of this version: its 'format' is not \"espalier costs 1\"")
        #expect(
            try CommandRun.run("calibrate", "--seconds", "0").errors.contains("it must be an integer in 1...60"))
        let wrong = try folder.write(Self.costAware(costs: "measured", options: ", explore: 0"), to: "wrong.yaml").path
        #expect(try CommandRun.run("check", wrong).errors.contains("explore must be an integer in 1...100000, not 0"))
    }
}
