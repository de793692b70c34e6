import Foundation

/// The system's reason for a failed file operation, in a few words: "no space left on device".
///
/// Foundation wraps the system's error number in errors of its own whose texts repeat the path and hide the reason.
package struct SystemCause: CustomStringConvertible {
    /// The reason, lower case, without a full stop.
    package let description: String

    /// Finds the reason inside an error.
    package init(of error: any Error) {
        description =
            Self.errorNumber(in: error).map(Self.meaning) ?? (error as? RegularFile.KindError)?.description
            ?? (error as NSError).localizedDescription
    }

    /// States the meaning of a system error number.
    package init(errorNumber: Int32) {
        description = Self.meaning(of: errorNumber)
    }

    private static func meaning(of errorNumber: Int32) -> String {
        let text = String(cString: strerror(errorNumber))
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func errorNumber(in error: any Error) -> Int32? {
        var candidate: NSError? = error as NSError
        while let current = candidate {
            if current.domain == NSPOSIXErrorDomain { return Int32(current.code) }
            candidate = current.userInfo[NSUnderlyingErrorKey] as? NSError
        }
        switch (error as? CocoaError)?.code {
        case .some(.fileReadNoSuchFile), .some(.fileNoSuchFile): return ENOENT
        case .some(.fileReadNoPermission), .some(.fileWriteNoPermission): return EACCES
        case .some(.fileWriteOutOfSpace): return ENOSPC
        case .some(.fileWriteVolumeReadOnly): return EROFS
        default: return nil
        }
    }
}
