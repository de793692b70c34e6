import ArgumentParser
import Tensors

/// How the machine is used.
struct RuntimeOptions: ParsableArguments {
    @Option(help: "Threads to compute with; one for each physical core when left out.")
    var threads: PositiveCount?

    /// Puts the options into effect, for the whole process.
    func apply() {
        ThreadPool.use(threads?.value ?? ThreadPool.physicalCores())
    }
}
