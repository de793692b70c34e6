/// Counts small pieces of work and charges for them in large ones.
struct WorkMeter {
    private let rendering: Rendering
    private var work = 0

    init(_ rendering: Rendering) { self.rendering = rendering }

    mutating func add(_ amount: Int) throws(Fault) {
        work += amount
        if work >= 4096 { try settle() }
    }

    mutating func settle() throws(Fault) {
        try rendering.charge(work / 8)
        work = 0
    }
}
