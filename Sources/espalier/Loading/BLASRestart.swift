import Foundation
import Tensors

/// Starts the command anew where OpenBLAS chose kernels far below what the processor can run.
///
/// The library reads `OPENBLAS_CORETYPE` when it is loaded, before any code of ours: the only way to set it is to
/// start again with it set. A value that the user has set is left alone.
enum BLASRestart {
    private static let variable = "OPENBLAS_CORETYPE"

    static func restartIfSlow() {
        guard ProcessInfo.processInfo.environment[variable] == nil,
            let better = BLASCoreType.better(
                than: BLASCoreType.current, features: BLASCoreType.processorFeatures())
        else { return }
        setenv(variable, better, 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        // Returns only if it fails; slow kernels are then better than none.
        execv("/proc/self/exe", &arguments)
    }
}
