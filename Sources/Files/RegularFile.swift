package import Foundation

/// Reads files of folders that came from elsewhere, where a name may lead to something else than a file.
///
/// Opening a pipe waits for a writer, for ever where there is none.
package enum RegularFile {
    /// Something that is neither a file nor a folder.
    package struct KindError: Error, CustomStringConvertible {
        /// What is wrong.
        package var description: String { "it is no regular file" }
    }

    /// The bytes of a file.
    ///
    /// - Parameter url: The file, or a link to it.
    /// - Returns: The whole content.
    /// - Throws: ``KindError``, or Foundation's error if it cannot be read.
    package static func contents(of url: URL) throws -> Data {
        try check(url)
        return try Data(contentsOf: url)
    }

    /// Makes sure that what has a name can be opened without waiting; what is not there is the opening's to tell.
    ///
    /// - Parameter url: The file, or a link to it.
    /// - Throws: ``KindError``.
    package static func check(_ url: URL) throws(KindError) {
        var status = stat()
        guard stat(url.path, &status) == 0 else { return }
        guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { throw KindError() }
    }
}
