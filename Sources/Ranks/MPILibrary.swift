import Foundation

/// Open MPI's library, loaded when a launcher has started several processes: nothing is linked with it.
///
/// Its constants are the addresses of objects in it, which other implementations (MPICH and its kin) do not have.
final class MPILibrary: @unchecked Sendable {
    typealias Handle = UnsafeMutableRawPointer
    private typealias Initialize =
        @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<Int32>) -> Int32
    private typealias Ask = @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
    private typealias Send = @convention(c) (UnsafeRawPointer?, Int32, Handle, Int32, Int32, Handle) -> Int32
    private typealias Receive =
        @convention(c) (UnsafeMutableRawPointer?, Int32, Handle, Int32, Int32, Handle, UnsafeMutableRawPointer?) ->
        Int32
    private typealias Broadcast = @convention(c) (UnsafeMutableRawPointer?, Int32, Handle, Int32, Handle) -> Int32
    private typealias Probe =
        @convention(c) (Int32, Int32, Handle, UnsafeMutablePointer<Int32>, UnsafeMutableRawPointer?) -> Int32
    private typealias Finish = @convention(c) () -> Int32

    /// Names of the library, the one with a version first: the plain one belongs to a developer's package.
    static let names = ["libmpi.so.40", "libmpi.so", "libmpi.40.dylib", "libmpi.dylib"]

    let rank, count: Int
    private let world, byte: Handle
    private let sendFunction: Send
    private let receiveFunction: Receive
    private let broadcastFunction: Broadcast
    private let probeFunction: Probe
    private let finishFunction: Finish

    /// MPI allows it once, from any thread as long as it is one at a time.
    private static let serialized: Int32 = 2
    private static let tag: Int32 = 1

    /// Loads the library and joins the other processes.
    init() throws(RankError) {
        // Ranks that wait leave their core to those that work, where there are more of them than cores.
        setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0)
        guard let library = Self.names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_GLOBAL) }).first else {
            throw .noLibrary(tried: Self.names)
        }
        func symbol(_ name: String) throws(RankError) -> Handle {
            guard let symbol = dlsym(library, name) else { throw .foreignLibrary(missing: name) }
            return symbol
        }
        world = try symbol("ompi_mpi_comm_world")
        byte = try symbol("ompi_mpi_byte")
        let initialize = unsafeBitCast(try symbol("MPI_Init_thread"), to: Initialize.self)
        let askRank = unsafeBitCast(try symbol("MPI_Comm_rank"), to: Ask.self)
        let askCount = unsafeBitCast(try symbol("MPI_Comm_size"), to: Ask.self)
        sendFunction = unsafeBitCast(try symbol("MPI_Send"), to: Send.self)
        receiveFunction = unsafeBitCast(try symbol("MPI_Recv"), to: Receive.self)
        broadcastFunction = unsafeBitCast(try symbol("MPI_Bcast"), to: Broadcast.self)
        probeFunction = unsafeBitCast(try symbol("MPI_Iprobe"), to: Probe.self)
        finishFunction = unsafeBitCast(try symbol("MPI_Finalize"), to: Finish.self)
        var (provided, rank, count): (Int32, Int32, Int32) = (0, 0, 0)
        try Self.check(initialize(nil, nil, Self.serialized, &provided), "MPI_Init_thread")
        try Self.check(askRank(world, &rank), "MPI_Comm_rank")
        try Self.check(askCount(world, &count), "MPI_Comm_size")
        (self.rank, self.count) = (Int(rank), Int(count))
    }

    private static func check(_ code: Int32, _ function: String) throws(RankError) {
        if code != 0 { throw .callFailed(function: function, code: Int(code)) }
    }

    func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) throws(RankError) {
        for piece in Self.pieces(of: bytes.count) {
            let start = bytes.baseAddress.map { $0 + piece.lowerBound }
            try Self.check(sendFunction(start, Int32(piece.count), byte, Int32(rank), Self.tag, world), "MPI_Send")
        }
    }

    func receive(into bytes: UnsafeMutableRawBufferPointer, from rank: Int) throws(RankError) {
        for piece in Self.pieces(of: bytes.count) {
            let start = bytes.baseAddress.map { $0 + piece.lowerBound }
            try Self.check(
                receiveFunction(start, Int32(piece.count), byte, Int32(rank), Self.tag, world, nil), "MPI_Recv")
        }
    }

    /// Whether a message of a rank has begun to arrive.
    func hasMessage(from rank: Int) throws(RankError) -> Bool {
        var isThere: Int32 = 0
        try Self.check(probeFunction(Int32(rank), Self.tag, world, &isThere, nil), "MPI_Iprobe")
        return isThere != 0
    }

    /// Sends what the first rank has to all others.
    func broadcast(_ bytes: UnsafeMutableRawBufferPointer) throws(RankError) {
        for piece in Self.pieces(of: bytes.count) {
            let start = bytes.baseAddress.map { $0 + piece.lowerBound }
            try Self.check(broadcastFunction(start, Int32(piece.count), byte, 0, world), "MPI_Bcast")
        }
    }

    func finish() { _ = finishFunction() }

    /// A call takes at most 2^31 - 1 bytes.
    private static func pieces(of count: Int) -> [Range<Int>] {
        let most = 1 << 30
        return stride(from: 0, to: count, by: most).map { $0..<min($0 + most, count) }
    }
}
