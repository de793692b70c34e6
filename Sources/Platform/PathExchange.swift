import CPlatform
import Foundation

/// Two paths of one file system that change places in one step: whoever looks sees both as they were, or both exchanged.
package enum PathExchange {
    /// Exchanges what two paths name.
    ///
    /// - Parameters:
    ///   - first: A path.
    ///   - second: Another of the same file system.
    /// - Returns: The system's error number, 0 for success.
    package static func errorNumber(exchanging first: String, with second: String) -> Int32 {
        exchange_paths(first, second)
    }

    /// Whether an error number means that the file system knows no such step, and not that this one failed.
    package static func isUnsupported(_ errorNumber: Int32) -> Bool { [EINVAL, ENOSYS, ENOTSUP].contains(errorNumber) }
}
