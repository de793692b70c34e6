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
/// strategy.yaml                       the strategy, resolved, with the head that was trained
/// lock                                held while a run is at work; what makes the folder a run's
/// ```
/// Every file takes its place in one step. A state that is damaged is passed over for the one before it.
///
/// A folder may come from elsewhere, so a run deletes and overwrites only what runs wrote: states are known by name and
/// header, and no link leads it out of the folder.
public struct RunFolder: Sendable {
    /// The folder's path.
    public let path: String

    private let lock: FileLock
    private let states: StateFolder
    private let isRestarted: Bool

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
        isRestarted = restarting
        let url = URL(fileURLWithPath: path, isDirectory: true)
        let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard content.isEmpty || content.contains(Self.lockName) else {
            throw RunFolderError.foreign(folder: path, example: content.sorted()[0])
        }
        for name in [Self.lockName, Self.statesName, Self.lastName] where Self.isLink(url.appendingPathComponent(name))
        {
            throw RunFolderError.linked(folder: path, name: name)
        }
        try Self.make(url, named: path)
        lock = try FileLock(url.appendingPathComponent(Self.lockName).path, followingLinks: false) {
            RunFolderError.busy(folder: path)
        }
        states = StateFolder(url: url.appendingPathComponent(Self.statesName, isDirectory: true))
        try Self.make(states.url, named: path)
        for folder in [url, states.url, url.appendingPathComponent(Self.lastName)] {
            AtomicFile.clearLeftovers(in: folder.path)
        }
        if restarting { try states.removeAll() }
    }

    private static let (lockName, statesName) = ("lock", "states")

    /// The folder of the head at the end.
    public static let lastName = "last"

    private static func isLink(_ url: URL) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) != nil
    }

    private static func make(_ folder: URL, named path: String) throws(FileWritingError) {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw FileWritingError(file: path, cause: SystemCause(of: error).description)
        }
    }

    /// Stores a state, and lets go of older ones.
    ///
    /// - Parameters:
    ///   - state: What training goes on from.
    ///   - identity: What the state belongs to.
    /// - Throws: `FileWritingError`; states stored before are then still there.
    public func save(_ state: TrainerState, identity: RunIdentity) throws {
        try states.write(TrainerStateFile(state, identity: identity.flat).encoded(), step: state.step)
        try states.removeOldest(keeping: Self.keptStates)
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
        // What is left of a run that was begun anew is no run's.
        if isRestarted, try states.own().isEmpty { return Resumption(state: nil, remarks: []) }
        for url in try states.all().reversed() {
            do {
                let file = try TrainerStateFile(contentsOf: url, fitting: parameters)
                let change = try identity.change(since: RunIdentity(flat: file.identity), mayGrow: mayGrow)
                var state = file.state
                if change.forgetsBest { (state.best, state.evaluated) = (nil, nil) }
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
    ///   - isLast: Whether it is the head at the end, which goes to `last`, and not the best one.
    /// - Throws: `FileWritingError`.
    public func write(_ files: [DraftFile], isLast: Bool = false) throws {
        var url = URL(fileURLWithPath: path, isDirectory: true)
        if isLast { url.appendPathComponent(Self.lastName, isDirectory: true) }
        try Self.make(url, named: url.path)
        for file in files {
            try AtomicFile.write(
                file.content, to: url.appendingPathComponent(file.name).path, followingLinks: false)
        }
    }

    /// Stores a text beside the head.
    public func write(_ text: String, named name: String) throws {
        try AtomicFile.write(
            text, to: URL(fileURLWithPath: path).appendingPathComponent(name).path, followingLinks: false)
    }
}
