public import Files
public import Foundation

/// Calibrations of this machine's user, one file for each set of settings.
public struct CalibrationCache: Sendable {
    /// The folder, made when something is stored.
    public let folder: URL

    /// Uses a folder.
    public init(folder: URL) {
        self.folder = folder
    }

    /// The user's own: `espalier` under `XDG_CACHE_HOME` or, without that, under `~/.cache`.
    ///
    /// - Parameter environment: The environment variables.
    /// - Returns: The cache.
    public static func user(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> CalibrationCache {
        // The specification of XDG tells to ignore relative paths.
        let given = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
        let caches = URL(fileURLWithPath: given ?? home + "/.cache", isDirectory: true)
        return CalibrationCache(folder: caches.appendingPathComponent("espalier", isDirectory: true))
    }

    /// Where the calibration of a key is or will be.
    public func path(of key: CalibrationKey) -> String { folder.appendingPathComponent(key.fileName).path }

    /// The stored calibration of a key.
    ///
    /// - Parameter key: What the costs depend on.
    /// - Returns: Nil where none is stored.
    /// - Throws: ``CalibrationError`` if what is stored is damaged or stale.
    public func calibration(of key: CalibrationKey) throws(CalibrationError) -> Calibration? {
        let path = path(of: key)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let stored = try CalibrationFile.read(path)
        guard stored.key.settings == key.settings else {
            throw CalibrationError(path, "was measured for another model, machine or setting")
        }
        for (name, version) in key.versions.sorted(by: { $0.key < $1.key }) where stored.key.versions[name] != version {
            let old = stored.key.versions[name] ?? "unknown"
            throw CalibrationError(path, "is stale: \(name) was \(old) and is \(version) now")
        }
        return stored
    }

    /// Stores a calibration in place of an older one, in one step.
    ///
    /// - Parameter calibration: What to store.
    /// - Throws: ``/Files/FileWritingError`` if the folder or the file cannot be written.
    public func store(_ calibration: Calibration) throws(FileWritingError) {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw FileWritingError(file: folder.path, cause: SystemCause(of: error).description)
        }
        try AtomicFile.write(
            CalibrationFile.text(of: calibration), to: path(of: calibration.key), followingLinks: false)
    }
}
