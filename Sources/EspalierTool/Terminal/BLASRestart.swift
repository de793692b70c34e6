import Foundation
import Platform
import Tensors

/// Starts the command anew where OpenBLAS chose kernels far below what the processor can run, or started threads.
///
/// Its threads wait for work in a loop of their own for the first tenth of a second, and take a core from ours that long. The
/// library reads its variables when it is loaded, before any code of ours: the only way to set them is to start again with
/// them set. A core type that the user has set is left alone.
enum BLASRestart {
    private static let coreType = "OPENBLAS_CORETYPE"
    private static let threads = "OPENBLAS_NUM_THREADS"

    static func restartIfSlow() {
        let environment = ProcessInfo.processInfo.environment
        let better =
            environment[coreType] == nil
            ? BLASCoreType.better(than: BLASCoreType.current, features: Processor.features) : nil
        // A library that the variable does not change is not tried again.
        let hasThreads = SystemBLAS.threads > 1 && environment[threads] != "1"
        guard better != nil || hasThreads else { return }
        var variables = [threads: "1"]
        variables[coreType] = better
        // Comes back only if it fails; slow kernels are then better than none.
        RunningProgram.restart(setting: variables)
    }
}
