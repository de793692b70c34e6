/// Python's `range`: whole numbers in equal steps.
struct IntegerRange {
    let start: Int
    let stop: Int
    let step: Int
    let count: Int

    /// Most numbers that the sandbox of jinja2 lets a range have.
    static let most = 100_000

    init(start: Int, stop: Int, step: Int) throws(Fault) {
        guard step != 0 else { throw Fault("range() must not have a step of zero") }
        self.start = start
        self.stop = stop
        self.step = step
        let forward = step > 0
        if forward ? start >= stop : start <= stop {
            count = 0
        } else {
            let distance = forward ? UInt(bitPattern: stop &- start) : UInt(bitPattern: start &- stop)
            let count = (distance - 1) / step.magnitude + 1
            guard count <= Self.most else { throw Fault("range() is limited to \(Self.most) numbers") }
            self.count = Int(count)
        }
    }

    /// The number at an index of 0 ..< count.
    subscript(index: Int) -> Int { start &+ index &* step }

    func contains(_ number: Int) -> Bool {
        guard count > 0 else { return false }
        let (low, high) = step > 0 ? (start, self[count - 1]) : (self[count - 1], start)
        guard low <= number, number <= high else { return false }
        return UInt(bitPattern: number &- low) % step.magnitude == 0
    }
}
