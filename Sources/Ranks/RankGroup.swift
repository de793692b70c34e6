import Foundation

/// The processes as which one command runs: those that `mpirun` has started, which MPI calls ranks.
///
/// ```sh
/// mpirun -n 2 espalier train eagle3-dynamic-small --output my-head
/// ```
/// The first rank, number 0, leads: it alone reads states, writes files and shows anything. Messages go from one rank to another, and
/// arrive in the order in which they were sent.
///
/// Open MPI's library is loaded when it is needed: a program that no launcher started needs nothing.
public struct RankGroup: Sendable {
    private let library: MPILibrary

    /// This process's number, from 0.
    public var rank: Int { library.rank }

    /// How many processes there are, at least two.
    public var count: Int { library.count }

    /// Whether this is the first rank.
    public var isLeader: Bool { rank == 0 }

    /// How many processes a launcher says it has started, this one among them; 1 where there is none.
    public static var launched: Int { max(1, variables.lazy.compactMap(number).first ?? 1) }

    /// Whether this process is the first of those that a launcher has started, or the only one.
    public static var isFirstLaunched: Bool {
        ["OMPI_COMM_WORLD_RANK", "PMI_RANK"].lazy.compactMap(number).first ?? 0 == 0
    }

    /// Where launchers say how many processes there are: Open MPI's, and others.
    private static let variables = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"]

    /// How many of the ranks share this machine, as the launcher says; 1 where it does not.
    public static var ranksHere: Int {
        max(1, number("OMPI_COMM_WORLD_LOCAL_SIZE") ?? 1)
    }

    /// Joins the processes that the launcher has started beside this one; nil where it has started none.
    ///
    /// - Throws: ``RankError`` if the launcher is another one than Open MPI's, or its library is missing.
    public static func joined() throws(RankError) -> RankGroup? {
        guard let variable = variables.first(where: { number($0) != nil }), launched > 1 else { return nil }
        guard variable == variables[0] else { throw .otherLauncher(variable: variable) }
        return RankGroup(library: try MPILibrary())
    }

    private static func number(_ variable: String) -> Int? {
        getenv(variable).flatMap { Int(String(cString: $0)) }
    }

    /// Sends numbers or bytes; the receiver must know how many.
    public func send<Number: BitwiseCopyable>(_ numbers: [Number], to rank: Int) throws(RankError) {
        let result: Result<Void, RankError> = numbers.withUnsafeBytes { bytes in
            Result { () throws(RankError) in try library.send(bytes, to: rank) }
        }
        try result.get()
    }

    /// Receives as many numbers as there are, in their place.
    public func receive<Number: BitwiseCopyable>(into numbers: inout [Number], from rank: Int) throws(RankError) {
        let result: Result<Void, RankError> = numbers.withUnsafeMutableBytes { bytes in
            Result { () throws(RankError) in try library.receive(into: bytes, from: rank) }
        }
        try result.get()
    }

    /// Sends a value of any size, as JSON.
    public func send(message: some Encodable, to rank: Int) throws {
        let bytes = Array(try JSONEncoder().encode(message))
        try send([bytes.count], to: rank)
        try send(bytes, to: rank)
    }

    /// The longest message that is believed: what is longer was sent by another program.
    private static let longestMessage = 1 << 28

    /// Receives a value that was sent as a message.
    public func message<Value: Decodable>(_ type: Value.Type, from rank: Int) throws -> Value {
        var count = [0]
        try receive(into: &count, from: rank)
        guard (0...Self.longestMessage).contains(count[0]) else {
            throw RankError.unexpectedMessage(bytes: count[0], expected: Self.longestMessage)
        }
        var bytes = [UInt8](repeating: 0, count: count[0])
        try receive(into: &bytes, from: rank)
        return try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// Whether a message of a rank has begun to arrive, so that it can be received without a wait.
    public func hasMessage(from rank: Int) throws(RankError) -> Bool { try library.hasMessage(from: rank) }

    /// Gives all ranks the numbers that the leader has; the others have as many.
    public func share<Number: BitwiseCopyable>(_ numbers: inout [Number]) throws(RankError) {
        let result: Result<Void, RankError> = numbers.withUnsafeMutableBytes { bytes in
            Result { () throws(RankError) in try library.broadcast(bytes) }
        }
        try result.get()
    }

    /// Leaves; no rank may send or receive any more.
    public func leave() { library.finish() }
}
