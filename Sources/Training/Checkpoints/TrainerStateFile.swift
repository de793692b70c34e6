import Autograd
import Foundation
import JSON
import LanguageModels
import Speculation
import Tensors

/// A training state as one safetensors file, which a checksum in its header guards.
///
/// ```
/// parameter/NAME, first/NAME, second/NAME     F32, as the tape holds them
/// __metadata__                                {"state": JSON of all counts, "checksum": of the tensors and that JSON}
/// ```
struct TrainerStateFile {
    /// What the state belongs to, strategy and data, by name; resuming compares it.
    let identity: [String: String]
    let state: TrainerState

    private static let groups = ["parameter", "first", "second"]

    /// The file's bytes.
    func encoded() -> Data {
        let optimizer = state.optimizer
        let tensors = zip(Self.groups, [state.parameters, optimizer.firstMoments, optimizer.secondMoments]).flatMap {
            group, matrices in
            zip(matrices.names, matrices.matrices).map { TensorContent("\(group)/\($0)", Matrix($1)) }
        }
        let text = counts.text
        var hash = ContentHash()
        for tensor in tensors { hash.combine(words: tensor.bytes) }
        hash.combine(text.utf8)
        return SafetensorsData.encoded(tensors, metadata: ["state": text, "checksum": String(hash.value, radix: 16)])
    }

    private var counts: JSONValue {
        var members = [
            JSONMember("step", .integer(state.step)),
            JSONMember("seconds", .real(state.seconds)),
            JSONMember("usual_norm", .string(String(state.usualNorm.bitPattern, radix: 16))),
            JSONMember("target_flops", .real(state.spent.target)),
            JSONMember("draft_flops", .real(state.spent.draft)),
            JSONMember("reference_flops", .real(state.spent.reference)),
            JSONMember(
                "identity", .object(sorting: identity.mapValues { .string($0) })),
        ]
        if let best = state.best {
            members.append(JSONMember("best_tau", .real(best.tau)))
            members.append(JSONMember("best_step", .integer(best.step)))
        }
        if let evaluated = state.evaluated { members.append(JSONMember("evaluated", .integer(evaluated))) }
        return .object(members)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - expected: Names and shapes of the parameters.
    /// - Throws: `ModelError` if it is damaged or belongs to another head.
    init(contentsOf url: URL, fitting expected: NamedMatrices<Float>) throws {
        let file = try SafetensorsFile(contentsOf: url)
        let groups = try Self.groups.map { try Self.matrices($0, in: file, fitting: expected) }
        guard let text = file.metadata["state"], let checksum = file.metadata["checksum"] else {
            throw ModelError(url.path, "is no training state: its header holds no counts")
        }
        var hash = ContentHash()
        for entry in file.entries { hash.combine(words: file.bytes(of: entry)) }
        hash.combine(text.utf8)
        guard String(hash.value, radix: 16) == checksum else {
            throw ModelError(url.path, "is damaged: its checksum does not match its content")
        }
        let counts: JSONValue
        do {
            counts = try JSONValue(parsing: text)
        } catch {
            throw ModelError(url.path, "is no training state: its counts are no JSON: \(error)")
        }
        guard let step = counts["step"]?.integer, let seconds = counts["seconds"]?.double,
            let normBits = counts["usual_norm"]?.string.flatMap({ UInt64($0, radix: 16) }),
            let members = counts["identity"]?.members, seconds >= 0
        else { throw ModelError(url.path, "is no training state of this version") }
        identity = Dictionary(
            members.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
        var state = TrainerState(parameters: groups[0])
        state.optimizer = try AdamWState(step: step, firstMoments: groups[1], secondMoments: groups[2])
        state.seconds = seconds
        state.usualNorm = Double(bitPattern: normBits)
        state.spent.target = counts["target_flops"]?.double ?? 0
        state.spent.draft = counts["draft_flops"]?.double ?? 0
        state.spent.reference = counts["reference_flops"]?.double ?? 0
        if let tau = counts["best_tau"]?.double, let bestStep = counts["best_step"]?.integer {
            state.best = TrainerState.Best(tau: tau, step: bestStep)
        }
        state.evaluated = counts["evaluated"]?.integer
        self.state = state
    }

    /// Whether a safetensors header is that of a training state, whatever became of the bytes behind it.
    ///
    /// - Parameter header: The JSON of the header.
    /// - Returns: Whether its metadata hold what ``encoded()`` puts there.
    static func hasHeader(_ header: Data) -> Bool {
        let metadata = try? JSONValue(parsing: header, source: nil, maximumDepth: 16)["__metadata__"]
        return metadata?["state"]?.string != nil && metadata?["checksum"]?.string != nil
    }

    /// States what is to be written.
    init(_ state: TrainerState, identity: [String: String]) {
        self.state = state
        self.identity = identity
    }

    private static func matrices(
        _ group: String, in file: SafetensorsFile, fitting expected: NamedMatrices<Float>
    ) throws -> NamedMatrices<Float> {
        var matrices = NamedMatrices<Float>()
        for (name, matrix) in zip(expected.names, expected.matrices) {
            let full = "\(group)/\(name)"
            let shape = [matrix.rows, matrix.columns]
            guard let entry = file.entries.first(where: { $0.name == full }), entry.type == "F32" else {
                throw ModelError(file.path, "holds no tensor '\(full)'")
            }
            guard entry.shape == shape else {
                throw ModelError(file.path, "tensor '\(full)' has shape \(entry.shape), and the head's is \(shape)")
            }
            let view = WeightMatrix(
                bytes: file.bytes(of: entry), format: .float32, rows: matrix.rows, columns: matrix.columns)
            matrices.append(name, DenseMatrix(view.widened(), rows: matrix.rows, columns: matrix.columns))
        }
        return matrices
    }
}
