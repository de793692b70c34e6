import JSON
import Testing

/// `espalier bench`: figures of the demo model, and refusals.
struct BenchTests {
    @Test
    func `The demo model's figures come as JSON`() throws {
        let json = try CommandRun.json(
            "bench", "--json", "-", "--seconds", "0.0001", "--nodes", "1,2", "--contexts", "16", "--draft-widths", "1",
            "--tau", "2", "--tree", "2/1/2")
        #expect(
            json.keys == [
                "drafts", "incomplete", "kernels", "machine", "method", "model", "passes", "projections", "prompts",
                "strategies",
                "versions",
            ])
        #expect(json["passes"]?.array?.map { $0["n"]?.integer } == [1, 2, 3])
        #expect(json["model"]?["name"]?.string == "demo" && json["model"]?["random"]?.bool == false)
        #expect(json["projections"]?.array?.count == 1)
    }

    @Test
    func `Nonsense is refused in one sentence`() throws {
        #expect(
            try CommandRun.refuse("bench", "--shape", "llama-2b")
                == "there is no shape and no file 'llama-2b'; did you mean 'llama-1b'? (known: llama-1b, llama-8b)")
        let type = try CommandRun.refuse("bench", "--shape", "llama-1b", "--dtype", "bf61")
        #expect(type.hasPrefix("--dtype bf61: there is no such format; did you mean 'bf16'?"))
        let former = try CommandRun.refuse("bench", "--dtype", "q8-inputs")
        #expect(former == "--dtype q8-inputs: it is now two options: --dtype q8 --inputs q8")
        let context = try CommandRun.refuse("bench", "--contexts", "1000000")
        #expect(context.hasPrefix("a pass after 1000000 tokens does not fit"))
    }

    @Test(
        arguments: [
            ["--nodes", "0"], ["--seconds", "0"], ["--tau", "3"], ["--tree", "5/4"], ["--dtype", "f32"],
            ["--shape", "llama-1b", "--model", "demo"], ["--tau", "9", "--tree", "3/2/6"],
            ["--strategies", "eagle3-chain", "--shape", "llama-1b"],
        ])
    func `Options that contradict each other are refused`(arguments: [String]) throws {
        let run = try RunningCommand(["bench"] + arguments, input: .text(""), environment: [:]).finish()
        #expect(run.status == 64 && run.output.isEmpty && run.errors.hasPrefix("Error: "), "\(arguments): \(run)")
    }
}
