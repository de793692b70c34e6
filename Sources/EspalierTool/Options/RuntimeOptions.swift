import ArgumentParser
import Logging
import Platform
import Ranks
import Speculation
import Tensors

/// How the machine is used.
struct RuntimeOptions: ParsableArguments {
    @Option(
        help:
            "Threads to compute with, at least 1; one for each physical core, ranks of one machine sharing them, when left out.",
        transform: RangedNumber.whole(from: 1))
    var threads: Int?

    @Flag(help: "Tell on standard error what is opened and how the machine is used.")
    var verbose = false

    /// Puts the options into effect, for the whole process.
    func apply() {
        let level: Logger.Level = verbose ? .debug : .notice
        LoggingSystem.bootstrap { label in
            RemarkLog(label: label, logLevel: level)
        }
        ThreadPool.use(threads ?? max(1, Processor.physicalCores / RankGroup.ranksHere))
        Logger(label: "espalier").debug(
            "\(ThreadPool.threads.counting("thread")), kernels \(KernelVariant.name), BLAS \(BLASCoreType.current)")
    }
}
