import Foundation
import JSON
import Platform
import Speculation

/// A running server of llama.cpp that answers one prompt at a time.
final class LlamaCppServer {
    /// An answer at temperature 0, and the seconds of all its tokens but the first.
    struct Answer {
        let tokens: [Token]
        let seconds: Double
    }

    private let process: Process
    private let words: ProgramWords
    private let address: URL

    /// How long loading a model may take, in seconds.
    private static let longestLoading = 600.0

    /// Starts a server and waits until it has loaded the model.
    ///
    /// - Parameters:
    ///   - programs: Where it is.
    ///   - model: The model's file.
    ///   - mode: How it decodes.
    ///   - threads: How many threads it computes with.
    ///   - context: How many tokens a prompt and its answer may have.
    ///   - isCancelled: Whether to stop waiting.
    /// - Throws: ``LlamaCppError`` if it ends, or does not get ready.
    init(
        of programs: LlamaCppPrograms, model: String, mode: LlamaCppMode, threads: Int, context: Int,
        isCancelled: () -> Bool
    ) throws {
        guard let port = FreePort.find(), let address = URL(string: "http://127.0.0.1:\(port)") else {
            throw LlamaCppError("this machine has no free port for a server")
        }
        self.address = address
        words = try ProgramWords()
        process = programs.process(
            LlamaCppPrograms.server,
            [
                "--model", model, "--threads", "\(threads)", "--host", "127.0.0.1", "--port", "\(port)",
                "--ctx-size", "\(context)", "--parallel", "1",
                // A server that has waited for its turn else goes on with two threads on one processor, several times slower.
                "--cpu-range", "0-\(threads - 1)", "--cpu-strict", "1",
            ] + mode.arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = words.writer
        try process.run()
        let start = ContinuousClock.now
        while HTTPExchange(address.appendingPathComponent("health"), within: 5).answer?.status != 200 {
            guard process.isRunning, !isCancelled(), (ContinuousClock.now - start) / .seconds(1) < Self.longestLoading
            else {
                let last = words.last
                stop()
                throw LlamaCppError("llama-server with \(mode.name) did not get ready: \(last)")
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    deinit { stop() }

    /// Ends the server; once is enough.
    private func stop() {
        if process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
        words.remove()
    }

    /// Answers a prompt greedily.
    ///
    /// - Parameters:
    ///   - prompt: Its tokens.
    ///   - count: The most tokens of the answer.
    /// - Returns: The answer.
    /// - Throws: ``LlamaCppError`` if there is none.
    func answer(_ prompt: [Token], most count: Int) throws -> Answer {
        let request = JSONValue.object([
            JSONMember("prompt", .array(prompt.map { .integer($0) })), JSONMember("n_predict", .integer(count)),
            JSONMember("temperature", .real(0)), JSONMember("top_k", .integer(1)), JSONMember("top_p", .real(1)),
            JSONMember("min_p", .real(0)), JSONMember("repeat_penalty", .real(1)), JSONMember("seed", .integer(0)),
            JSONMember("cache_prompt", .bool(false)), JSONMember("return_tokens", .bool(true)),
        ])
        let exchange = HTTPExchange(
            address.appendingPathComponent("completion"), sending: Data(request.indentedText.utf8), within: 3_600)
        guard let (status, body) = exchange.answer else {
            throw LlamaCppError("llama-server did not answer: \(words.last)")
        }
        guard status == 200, let value = try? JSONValue(parsing: body),
            let tokens = value["tokens"]?.array?.compactMap(\.integer),
            let milliseconds = value["timings"]?["predicted_ms"]?.double
        else {
            throw LlamaCppError(
                "llama-server answered status \(status) without tokens and timings: "
                    + String(decoding: body.prefix(200), as: UTF8.self))
        }
        return Answer(tokens: tokens, seconds: milliseconds / 1_000)
    }
}
