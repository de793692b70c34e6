import Foundation
import JSON
import ModelTestKit
import Testing

/// Open MPI's launcher, where there is one.
private let launcher = ["/usr/bin/mpirun", "/usr/local/bin/mpirun", "/opt/homebrew/bin/mpirun"].first {
    FileManager.default.isExecutableFile(atPath: $0)
}

/// They skip where there is no Open MPI.
@Suite("Several processes train as one", .serialized, .enabled(if: launcher != nil))
struct RankTests {
    private let training: TrainTests

    init() throws { training = try TrainTests() }

    /// Runs groups of ranks with arguments of their own.
    private func run(_ groups: (ranks: Int, arguments: [String])...) throws -> CommandRun {
        let words = groups.map { ["-n", "\($0.ranks)", RunningCommand.executable.path] + $0.arguments }
        return try RunningCommand(
            ["--oversubscribe"] + words.joined(separator: [":"]), of: URL(fileURLWithPath: try #require(launcher)),
            environment: ["OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"]
        ).finish()
    }

    private func head(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: training.output(name) + "/last/model.safetensors"))
    }

    @Test(
        "the weights are those of one process with the whole batch, bit for bit",
        arguments: ["soft-tree", "cross-entropy"])
    func sameWeights(objective: String) throws {
        try training.write("name: tiny", objective: objective)
        let arguments = ["train", training.strategy, "--output"]
        let several = try run((2, arguments + [training.output("two"), "--threads", "1"]))
        #expect(several.status == 0, "\(several.errors)")
        // One rank shows what there is to show.
        #expect(several.output.components(separatedBy: "step 0  tau ").count == 2)
        _ = try CommandRun.succeed("train", training.strategy, "--output", training.output("one"), "--batch", "4")
        let same = try head("two") == head("one")
        #expect(same)
    }

    @Test("ranks with other data, or without them, are told, and nothing is written")
    func others() throws {
        let arguments = ["train", training.strategy, "--output", training.output("b")]
        let other = try run((1, arguments), (1, arguments + ["--data", training.folder.file("held-out.jsonl").path]))
        #expect(other.status == 1)
        #expect(other.errors.contains("Error: rank 1 has another data than rank 0: all ranks must be given the same\n"))
        let missing = try run((1, arguments), (1, arguments + ["--data", training.folder.file("none.jsonl").path]))
        #expect(missing.status == 1)
        #expect(missing.errors.contains("Error: rank 1: ") && missing.errors.contains("none.jsonl"))
        #expect(!FileManager.default.fileExists(atPath: training.output("b")))
    }

    @Test("an experiment's trainings are shared out, and its heads are those of one process")
    func experiment() throws {
        let (alone, shared) = (try ExperimentTests.Trial(), try ExperimentTests.Trial())
        let several = try run((3, shared.arguments(["--json", shared.json])))
        #expect(several.status == 0, "\(several)")
        #expect(try alone.run(["--json", alone.json]).status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: alone.output).sorted()
        #expect(try FileManager.default.contentsOfDirectory(atPath: shared.output).sorted() == names)
        for name in names {
            #expect(several.output.components(separatedBy: " steps, ").count == 1 + names.count, "\(several.output)")
            let same = try alone.head(name) == shared.head(name)
            #expect(same, "\(name)")
        }
        let taus = try [alone, shared].map { trial in
            try #require(trial.report()["arms"]?.array).map { $0["tau"]?.double }
        }
        #expect(taus[0] == taus[1] && !taus[0].isEmpty)
    }

    @Test("what each process would do all of is refused once")
    func alone() throws {
        let run = try run((2, ["generate", "--prompt", "hi", "--max-new-tokens", "2"]))
        #expect(run.status == 1 && run.output.isEmpty)
        let sentence =
            "Error: 2 processes were started, and generate is the work of one: mpirun is for train, regenerate and experiment\n"
        #expect(run.errors.components(separatedBy: sentence).count == 2, "\(run.errors)")
    }

    @Test("prompts are shared out, and the answers are those of one process, in their order")
    func regeneration() throws {
        let folder = training.folder
        let prompts = try folder.write((1...7).map { "What is \($0) plus \($0)?\n" }.joined(), to: "prompts.txt").path
        let arguments = ["regenerate", prompts, "--max-new-tokens", "12", "--batch", "2", "--threads", "1", "--output"]
        let several = try run((3, arguments + [training.output("three.jsonl")]))
        #expect(several.status == 0, "\(several)")
        #expect(try RunningCommand(arguments + [training.output("one.jsonl")]).finish().status == 0)
        let texts = try ["three", "one"].map { try String(contentsOf: folder.file("\($0).jsonl"), encoding: .utf8) }
        #expect(texts[0] == texts[1] && texts[0].split(separator: "\n").count == 7)
        #expect(several.output.contains("7 conversations with 7 answers"), "\(several.output)")

        let refused = try run((2, ["regenerate", "--synthesise", "3", "--output", training.output("s.jsonl")]))
        #expect(refused.status == 1 && refused.errors.contains("Error: --synthesise is the work of one process"))
    }
}
