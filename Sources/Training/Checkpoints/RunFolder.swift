public import Autograd
import Evaluation
import Files
import Foundation
public import LanguageModels

/// The folder of one training run: its best head, its states, and a lock that keeps other runs out.
///
/// ```
/// config.json, model.safetensors      the head that did best on held-out prompts; compare --head FOLDER loads it
/// last/                               the head at the end
/// states/00000400.safetensors         what training goes on from; the two latest
/// strategy.yaml                       the strategy, resolved
/// lock                                held while a run is at work
/// ```
/// Every file takes its place in one step. A state that is damaged is passed over for the one before it.
public struct RunFolder: Sendable {
    /// The folder's path.
    public let path: String

    private let lock: FileLock
    private var states: URL { URL(fileURLWithPath: path).appendingPathComponent("states", isDirectory: true) }

    /// How many states are kept.
    private static let keptStates = 2

    /// Opens the folder of a run, or makes one.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - restarting: Whether to forget what an earlier run left.
    /// - Throws: ``RunFolderError`` if another run is at work in it, or it holds something that is no run's;
    ///   `FileWritingError` if it cannot be written.
    public init(_ path: String, restarting: Bool = false) throws {
        self.path = path
        let url = URL(fileURLWithPath: path, isDirectory: true)
        let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard content.isEmpty || content.contains("states") || content == ["lock"] else {
            throw RunFolderError.foreign(folder: path, example: content.sorted()[0])
        }
        do {
            try FileManager.default.createDirectory(
                at: url.appendingPathComponent("states"), withIntermediateDirectories: true)
        } catch {
            throw FileWritingError(file: path, cause: SystemCause(of: error).description)
        }
        lock = try FileLock(url.appendingPathComponent("lock").path) { RunFolderError.busy(folder: path) }
        if restarting {
            for name in try stateFiles() { try remove(states.appendingPathComponent(name)) }
        }
    }

    /// Stores a state, and lets go of older ones.
    ///
    /// - Parameters:
    ///   - state: What training goes on from.
    ///   - identity: What the state belongs to.
    /// - Throws: `FileWritingError`; states stored before are then still there.
    public func save(_ state: TrainerState, identity: RunIdentity) throws {
        let digits = String(state.step)
        let name = String(repeating: "0", count: max(8 - digits.count, 0)) + digits + ".safetensors"
        try AtomicFile.write(
            TrainerStateFile(state, identity: identity.flat).encoded(), to: states.appendingPathComponent(name).path)
        for name in try stateFiles().dropLast(Self.keptStates) { try remove(states.appendingPathComponent(name)) }
    }

    /// What an earlier run left, and which damaged states were passed over.
    public struct Resumption: Sendable {
        /// The latest sound state; nil where there is none.
        public let state: TrainerState?

        /// A sentence for each state that was passed over, and for each setting that has changed without harm.
        public let remarks: [String]
    }

    /// Finds what to go on from.
    ///
    /// - Parameters:
    ///   - parameters: Names and shapes of the head's.
    ///   - identity: What the run is; a state of another is refused.
    ///   - mayGrow: Whether the run may go on for longer than it was begun for.
    /// - Returns: The latest sound state.
    /// - Throws: ``RunFolderError`` if the states are another run's, or all of them are damaged.
    public func resumption(
        fitting parameters: NamedMatrices<Float>, identity: RunIdentity, mayGrow: Bool = true
    ) throws -> Resumption {
        var remarks: [String] = []
        let names = try stateFiles()
        for name in names.reversed() {
            do {
                let file = try TrainerStateFile(
                    contentsOf: states.appendingPathComponent(name), fitting: parameters)
                let change = try identity.change(since: RunIdentity(flat: file.identity), mayGrow: mayGrow)
                var state = file.state
                if change.forgetsBest { state.best = nil }
                return Resumption(state: state, remarks: remarks + change.remarks)
            } catch let conflict as RunIdentity.Conflict {
                throw RunFolderError.otherRun(
                    folder: path, what: conflict.name, found: conflict.found, expected: conflict.expected)
            } catch {
                remarks.append("\(error): passed over")
            }
        }
        guard remarks.isEmpty else { throw RunFolderError.allDamaged(folder: path, remarks: remarks) }
        return Resumption(state: nil, remarks: [])
    }

    /// Stores a head's files, each in one step.
    ///
    /// - Parameters:
    ///   - files: The head in the layout that this toolkit loads.
    ///   - subfolder: Where below the folder; nil for the folder itself.
    /// - Throws: `FileWritingError`.
    public func write(_ files: [DraftFile], in subfolder: String? = nil) throws {
        var url = URL(fileURLWithPath: path, isDirectory: true)
        if let subfolder { url.appendPathComponent(subfolder, isDirectory: true) }
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw FileWritingError(file: url.path, cause: SystemCause(of: error).description)
        }
        for file in files { try AtomicFile.write(file.content, to: url.appendingPathComponent(file.name).path) }
    }

    /// Stores a text beside the head.
    public func write(_ text: String, named name: String) throws {
        try AtomicFile.write(text, to: URL(fileURLWithPath: path).appendingPathComponent(name).path)
    }

    private func stateFiles() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: states.path)
                .filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") }.sorted()
        } catch {
            throw FileWritingError(file: states.path, cause: SystemCause(of: error).description)
        }
    }

    private func remove(_ url: URL) throws {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            throw FileWritingError(file: url.path, cause: SystemCause(of: error).description)
        }
    }
}
