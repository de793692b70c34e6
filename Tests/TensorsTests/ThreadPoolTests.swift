import Dispatch
import Synchronization
import Tensors
import Testing

struct ThreadPoolTests {
    /// A product large enough for several threads.
    private static let weights = StoredWeights(
        (0..<512 * 256).map { Float(($0 * 7919) % 101) / 64 - 0.75 }, rows: 512, columns: 256, as: .float32
    ).matrix

    private func product() -> [Float] {
        let input = Matrix((0..<9 * 256).map { Float(($0 * 31) % 13) - 6 }, columns: 256)
        var output = Matrix(rows: 0, columns: 512)
        Self.weights.multiply(input, into: &output, route: .rowExact)
        return Array(output.values)
    }

    @Test
    func `A pool is used inside its run alone, on the thread that calls it`() {
        let (outer, inner) = (ThreadPool(threads: 3), ThreadPool(threads: 2))
        let before = ThreadPool.threads
        outer.run {
            #expect(ThreadPool.threads == 3)
            inner.run { #expect(ThreadPool.threads == 2) }
            #expect(ThreadPool.threads == 3)
        }
        #expect(ThreadPool.threads == before)
    }

    @Test
    func `A pool left by an error is left`() {
        struct Failure: Error {}
        let before = ThreadPool.threads
        #expect(throws: Failure.self) { try ThreadPool(threads: 5).run { throw Failure() } }
        #expect(ThreadPool.threads == before)
    }

    @Test(arguments: [1, 2, 3])
    func `Callers with a pool each compute at the same time, and the bits are those of one thread`(threads: Int) {
        let expected = ThreadPool(threads: 1).run { product() }
        let differences = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            // Made and ended again and again, so that threads start and stop while others work.
            for _ in 0..<20 {
                let pool = ThreadPool(threads: threads)
                for _ in 0..<5 where pool.run({ product() }) != expected {
                    differences.wrappingAdd(1, ordering: .relaxed)
                }
            }
        }
        #expect(differences.load(ordering: .relaxed) == 0)
    }
}
