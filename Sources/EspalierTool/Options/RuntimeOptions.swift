import ArgumentParser
import Logging
import Platform
import Tensors

/// How the machine is used.
struct RuntimeOptions: ParsableArguments {
    @Option(help: "Threads to compute with; one for each physical core when left out.")
    var threads: PositiveCount?

    @Flag(help: "Tell on standard error what is opened and how the machine is used.")
    var verbose = false

    /// Puts the options into effect, for the whole process.
    func apply() {
        let level: Logger.Level = verbose ? .debug : .notice
        LoggingSystem.bootstrap { label in
            RemarkLog(label: label, logLevel: level)
        }
        ThreadPool.use(threads?.value ?? Processor.physicalCores)
        Logger(label: "espalier").debug(
            "\(ThreadPool.threads) threads, kernels \(KernelVariant.name), BLAS \(BLASCoreType.current)")
    }
}
