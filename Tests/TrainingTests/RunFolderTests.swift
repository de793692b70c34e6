import Foundation
import LanguageModels
import ModelTestKit
import Testing
import Training

@Suite("The folder of a run survives damage and keeps others out")
struct RunFolderTests {
    let demo: DemoTraining
    let temporary: TemporaryFolder
    let path: String

    init() throws {
        demo = try DemoTraining()
        temporary = try TemporaryFolder()
        path = temporary.url.appendingPathComponent("run").path
    }

    /// States after one and two updates, saved.
    func saved() throws -> [TrainerState] {
        let folder = try RunFolder(path)
        var trainer = try TrainerTests.trainer(demo, "cross-entropy")
        return try (0..<2).map { _ in
            _ = try trainer.update()
            try folder.save(trainer.state, identity: RunIdentity(trained: ["name": "x"]))
            return trainer.state
        }
    }

    func resumption(_ trained: [String: String] = ["name": "x"]) throws -> RunFolder.Resumption {
        try RunFolder(path).resumption(fitting: demo.head.parameters, identity: RunIdentity(trained: trained))
    }

    func state(_ step: Int) -> URL {
        URL(fileURLWithPath: path).appendingPathComponent("states/0000000\(step).safetensors")
    }

    @Test("an empty folder has nothing to go on from")
    func empty() throws {
        let isNew = try resumption().state == nil
        #expect(isNew)
    }

    @Test("a damaged state is passed over, with a remark", arguments: ["truncated", "flipped"])
    func damage(kind: String) throws {
        let states = try saved()
        let hasLatest = try resumption().state == states[1]
        #expect(hasLatest)
        var bytes = try Data(contentsOf: state(2))
        if kind == "truncated" { bytes = bytes.dropLast(1000) } else { bytes[bytes.count - 2000] ^= 1 }
        try bytes.write(to: state(2))
        let found = try resumption()
        let hasFirst = found.state == states[0]
        #expect(hasFirst)
        #expect(found.remarks.count == 1)
        #expect(found.remarks.first?.hasPrefix(state(2).path) == true)
        try Data("nonsense".utf8).write(to: state(1))
        let error = #expect(throws: RunFolderError.self) { _ = try resumption() }
        guard case .allDamaged(_, let remarks)? = error else { throw try #require(error) }
        #expect(remarks.count == 2)
        let isForgotten =
            try RunFolder(path, restarting: true).resumption(
                fitting: demo.head.parameters, identity: RunIdentity(trained: [:])
            ).state == nil
        #expect(isForgotten)
    }

    @Test("only the two latest states are kept")
    func retention() throws {
        let folder = try RunFolder(path)
        var trainer = try TrainerTests.trainer(demo, "cross-entropy")
        for _ in 0..<3 {
            _ = try trainer.update()
            try folder.save(trainer.state, identity: RunIdentity(trained: [:]))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: state(1).deletingLastPathComponent().path)
        #expect(names.sorted() == ["00000002.safetensors", "00000003.safetensors"])
    }

    @Test("two runs cannot share a folder")
    func lock() throws {
        try withExtendedLifetime(RunFolder(path)) {
            let error = #expect(throws: RunFolderError.self) { _ = try RunFolder(path) }
            #expect(error == .busy(folder: path))
        }
        _ = try RunFolder(path)
    }

    @Test("a folder with something else in it, and a run with other settings, are refused")
    func strangers() throws {
        _ = try saved()
        let error = #expect(throws: RunFolderError.self) { _ = try resumption(["name": "y"]) }
        #expect(error == .otherRun(folder: path, what: "name", found: "x", expected: "y"))
        let other = temporary.url.appendingPathComponent("mine")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try Data().write(to: other.appendingPathComponent("thesis.tex"))
        let foreign = #expect(throws: RunFolderError.self) { _ = try RunFolder(other.path) }
        #expect(foreign == .foreign(folder: other.path, example: "thesis.tex"))
    }

    @Test("a run may go on for longer and be measured otherwise, and then says so")
    func changes() throws {
        func identity(steps: Double, prompts: String = "a", learning: String = "1") -> RunIdentity {
            RunIdentity(trained: ["rate": learning], measured: ["prompts": prompts], limits: ["steps": steps])
        }
        func resumption(_ identity: RunIdentity, mayGrow: Bool = true) throws -> RunFolder.Resumption {
            try RunFolder(path).resumption(fitting: demo.head.parameters, identity: identity, mayGrow: mayGrow)
        }
        var trainer = try TrainerTests.trainer(demo, "cross-entropy")
        _ = try trainer.update()
        _ = trainer.note(tau: 2)
        try RunFolder(path).save(trainer.state, identity: identity(steps: 12))

        #expect(try resumption(identity(steps: 12)).remarks.isEmpty)
        for limit in [24, 0] as [Double] {
            let longer = try resumption(identity(steps: limit))
            #expect(longer.state == trainer.state)
            #expect(longer.remarks.count == 1 && longer.remarks[0].contains("instead of 12"), "\(longer.remarks)")
        }
        let other = try resumption(identity(steps: 12, prompts: "b"))
        #expect(other.state?.best == nil && other.state?.step == 1)
        #expect(
            other.remarks == ["held-out prompts are measured in another way than before: the best head is chosen anew"])

        for refused in [identity(steps: 6), identity(steps: 12, learning: "2")] {
            #expect(throws: RunFolderError.self) { try resumption(refused) }
        }
        #expect(throws: RunFolderError.otherRun(folder: path, what: "steps", found: "12", expected: "24")) {
            try resumption(identity(steps: 24), mayGrow: false)
        }
    }

    // MARK: What is not the run's

    /// Files of somebody else, by path below the folder.
    private func put(_ names: [String]) throws {
        for name in names {
            let url = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(name.utf8).write(to: url)
        }
    }

    private func has(_ name: String) -> Bool {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        return (try? Data(contentsOf: url)) == Data(name.utf8)
    }

    @Test("a folder that only holds 'states' is no run's")
    func bareStates() throws {
        try put(["states/weights-a.safetensors"])
        let error = #expect(throws: RunFolderError.self) { _ = try RunFolder(path, restarting: true) }
        #expect(error == .foreign(folder: path, example: "states"))
        #expect(has("states/weights-a.safetensors"))
    }

    @Test("saving and beginning anew delete states alone, whatever else lies there and however it is called")
    func foreignFiles() throws {
        _ = try saved()
        let names = [
            "weights-a.safetensors", "model-00001.safetensors", "00000000.safetensors", "00000003.safetensors", "notes",
            "00000099.safetensors.txt",
        ].map { "states/\($0)" }
        try put(names)
        let folder = try RunFolder(path)
        var trainer = try TrainerTests.trainer(demo, "cross-entropy")
        for _ in 0..<3 {
            _ = try trainer.update()
            try folder.save(trainer.state, identity: RunIdentity(trained: [:]))
        }
        // The third state took the name of a file, which stepped aside.
        let kept = names.filter { $0 != "states/00000003.safetensors" }
        for name in kept { #expect(has(name), "\(name)") }
        let states = URL(fileURLWithPath: path).appendingPathComponent("states")
        let aside = try FileManager.default.contentsOfDirectory(atPath: states.path)
            .first { $0.hasPrefix("00000003.safetensors.kept-") }
        let content = try Data(contentsOf: states.appendingPathComponent(try #require(aside)))
        #expect(content == Data("states/00000003.safetensors".utf8))
    }

    @Test("a run that begins anew leaves them too, and does not go on from them")
    func restarting() throws {
        _ = try saved()
        try put(["states/00000000.safetensors", "states/00000007.safetensors"])
        let isForgotten =
            try RunFolder(path, restarting: true)
            .resumption(fitting: demo.head.parameters, identity: RunIdentity(trained: [:])).state == nil
        #expect(isForgotten)
        #expect(has("states/00000000.safetensors") && has("states/00000007.safetensors"))
        #expect(!FileManager.default.fileExists(atPath: state(1).path))
    }

    @Test("no link leads a run out of its folder", arguments: ["states", "last", "lock"])
    func linked(name: String) throws {
        _ = try saved()
        let link = URL(fileURLWithPath: path).appendingPathComponent(name)
        let outside = temporary.url.appendingPathComponent("victim")
        try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: outside.appendingPathComponent("00000001.safetensors"))
        try? FileManager.default.removeItem(at: link)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
        let error = #expect(throws: RunFolderError.self) { _ = try RunFolder(path, restarting: true) }
        #expect(error == .linked(folder: path, name: name))
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path) == ["00000001.safetensors"])
    }

    @Test("a link in a file's place is replaced, and what it leads to stays")
    func linkedFile() throws {
        let folder = try RunFolder(path)
        let thesis = temporary.url.appendingPathComponent("thesis.tex")
        try Data("mine".utf8).write(to: thesis)
        for name in ["strategy.yaml", "model.safetensors"] {
            try FileManager.default.createSymbolicLink(
                at: URL(fileURLWithPath: path).appendingPathComponent(name), withDestinationURL: thesis)
        }
        try folder.write("name: x", named: "strategy.yaml")
        try folder.write([DraftFile(name: "model.safetensors", content: Data())])
        #expect(try String(contentsOf: thesis, encoding: .utf8) == "mine")
    }

    @Test("what a killed run left half-written is cleared by the next")
    func leftovers() throws {
        _ = try saved()
        let draft = "7D9E4C0A-54D5-4F4C-9E6E-0A1B2C3D4E5F"
        let names = ["states/.00000003.safetensors.\(draft)", ".config.json.\(draft)", "last/.config.json.\(draft)"]
        try put(names + [".hidden"])
        _ = try RunFolder(path)
        for name in names { #expect(!has(name), "\(name)") }
        #expect(has(".hidden"))
    }
}
