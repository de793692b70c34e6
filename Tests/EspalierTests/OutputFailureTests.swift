import Foundation
import ModelTestKit
import Testing

/// Output that has nowhere to go is reported, and never left half-written.
struct OutputFailureTests {
    #if os(Linux)
        @Test(
            arguments: [
                ["plugins", "--json", "-"], ["check"], ["tree", "--prompt", "Hi", "--json", "-"],
                ["score", "Hi there"],
                ["tokenize", "Hi"], ["generate", "eagle3-dynamic-small", "--prompt", "Hi", "--max-new-tokens", "4"],
                ["compare", "autoregressive", "--limit", "1", "--max-new-tokens", "2"],
            ])
        func `A full disk under standard output`(arguments: [String]) throws {
            let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
            let run = try RunningCommand(arguments, output: full).finish()
            #expect(run.status == 1, "\(arguments) ended with \(run)")
            #expect(run.errors == "Error: standard output cannot be written: no space left on device\n")
        }

        @Test
        func `A full disk under a report`() throws {
            for option in ["--json", "--markdown"] {
                let run = try CommandRun.run(
                    "compare", "autoregressive", "--limit", "1", "--max-new-tokens", "2", option, "/dev/full")
                #expect(run.status == 1)
                // What was measured is shown all the same.
                #expect(run.output.contains("autoregressive"))
                #expect(
                    run.errors == "Error: /dev/full: the file cannot be written: no space left on device\n", "\(run)")
            }
        }
    #endif

    @Test
    func `A path that cannot be written is refused before anything is measured`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("none/report").path
        for (path, cause) in [(missing, "no such file or directory"), (folder.path, "is a directory")] {
            for option in ["--json", "--markdown"] {
                #expect(
                    try CommandRun.refuse("compare", "autoregressive", "--limit", "1", option, path)
                        == "\(path): the file cannot be written: \(cause)")
            }
        }
        let rows = folder.file("none/rows.safetensors").path
        #expect(
            try CommandRun.refuse("score", "x", "--logits", rows)
                == "\(rows): the file cannot be written: no such file or directory")
        #expect(try folder.names.isEmpty)
    }

    @Test
    func `A command that fails leaves an earlier report as it was`() throws {
        let folder = try TemporaryFolder()
        let report = try folder.write("earlier", to: "report.json")
        let message = try CommandRun.refuse(
            "compare", "autoregressive", "--model", "/no/such/model", "--json", report.path)
        #expect(message.hasPrefix("/no/such/model: "))
        #expect(try String(contentsOf: report, encoding: .utf8) == "earlier")
        #expect(try folder.names == ["report.json"])
    }

    @Test
    func `A reader that goes away is no crash`() throws {
        for arguments in [
            ["plugins", "--json", "-"],
            ["generate", "eagle3-dynamic-small", "--prompt", "Hi", "--max-new-tokens", "20"],
        ] {
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            let run = try RunningCommand(arguments, output: pipe.fileHandleForWriting).finish()
            // Where the parent ignores the signal, so does the command, and the failed write is reported.
            #expect(run.signal == SIGPIPE || run.status == 1, "\(run)")
            #expect(run.errors.isEmpty || run.errors.hasPrefix("Error: standard output cannot be written: "))
        }
    }
}
