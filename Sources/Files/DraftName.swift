import Foundation

/// What a file or folder is called until it is whole and takes its name: `.config.json.` and a UUID.
package enum DraftName {
    /// What a file system lets a name have, and what the dots and the UUID take of it.
    private static let (mostBytes, ownBytes) = (255, 38)

    /// A name that nothing has yet.
    ///
    /// - Parameter name: The name that it will take; of a very long one the beginning is used.
    /// - Returns: One that begins with a dot.
    package static func fresh(for name: String) -> String { ".\(beginning(of: name)).\(UUID().uuidString)" }

    /// Whether a name is one that ``fresh(for:)`` gave.
    ///
    /// - Parameters:
    ///   - candidate: The name.
    ///   - name: The name that it was to take; nil for any.
    /// - Returns: Whether it is.
    package static func isDraft(_ candidate: String, of name: String? = nil) -> Bool {
        let parts = candidate.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard candidate.hasPrefix("."), parts.count > 1, let last = parts.last, UUID(uuidString: String(last)) != nil
        else { return false }
        let beginning = parts.dropLast().joined(separator: ".")
        return name.map { Self.beginning(of: $0) == beginning } ?? !beginning.isEmpty
    }

    private static func beginning(of name: String) -> String {
        var beginning = name
        while beginning.utf8.count > mostBytes - ownBytes { beginning.removeLast() }
        return beginning
    }
}
