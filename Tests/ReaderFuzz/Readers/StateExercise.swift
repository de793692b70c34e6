import Autograd
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Training

/// Training states, and whose they are: a state that is accepted can be gone on from and is stored again as it is.
struct StateExercise: ReaderExercise {
    static let name = "state"

    private static let identity = RunIdentity(
        trained: ["data": "abc", "objective": "cross-entropy"], measured: ["prompts": "a"], limits: ["steps": 12])

    private let parameters: NamedMatrices<Float> = {
        var parameters = NamedMatrices<Float>()
        parameters.append("fc.weight", DenseMatrix((0..<12).map { Float($0) / 8 }, rows: 3, columns: 4))
        parameters.append("norm.weight", DenseMatrix([1, 2, 3, 4], rows: 1, columns: 4))
        return parameters
    }()

    func samples(in corpus: URL) throws -> [Sample] {
        let folder = try TemporaryFolder()
        var state = TrainerState(parameters: parameters)
        state.optimizer.step = 7
        (state.seconds, state.usualNorm) = (2.5, 0.75)
        try RunFolder(folder.path).save(state, identity: Self.identity)
        let states = try Sample("run", copying: folder.file("states"))
        return [Sample(name: "run", files: states.files.map { ("states/\($0.name)", $0.bytes) } + [("lock", [])])]
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        attempts("states") { _ in try read(files[0]) }
        try seal(files[0])
        attempts("sealed states") { _ in try read(files[0]) }
    }

    private func read(_ file: URL) throws {
        let folder = file.deletingLastPathComponent().deletingLastPathComponent()
        let run = try RunFolder(folder.path)
        let resumption = try run.resumption(fitting: parameters, identity: Self.identity)
        guard let state = resumption.state else { return }
        try Attempts.demand(state.parameters.fits(parameters), "its parameters have other shapes")
        try Attempts.demand(
            state.step >= 0 && state.seconds >= 0 && state.seconds.isFinite, "its counts are impossible")
    }

    /// Makes the checksum right again: what is damaged on purpose has a right one.
    private func seal(_ url: URL) throws {
        guard let file = try? SafetensorsFile(contentsOf: url), let text = file.metadata["state"],
            let checksum = file.metadata["checksum"]
        else { return }
        var hash = ContentHash()
        for entry in file.entries { hash.combine(words: file.bytes(of: entry)) }
        hash.combine(text.utf8)
        var bytes = try Data(contentsOf: url)
        let new = Data(String(hash.value, radix: 16).utf8)
        guard let place = bytes.range(of: Data(checksum.utf8)), place.count == new.count else { return }
        bytes.replaceSubrange(place, with: new)
        try FileManager.default.removeItem(at: url)
        try bytes.write(to: url)
    }
}
