public import Foundation

extension YAMLDocument {
    /// Reads the file at `url`; reports call it by the path as `url` gives it.
    ///
    /// - Throws: `YAMLError` with every fault found, or with one fault without a mark when the file cannot be read.
    public init(reading url: URL) throws(YAMLError) {
        let name = url.relativePath
        let bytes: [UInt8]
        do {
            bytes = try Self.bytes(of: url)
        } catch {
            let fault = SourceFault(Self.sentence(for: error))
            throw YAMLError(source: SourceText(name: name, text: ""), faults: [fault])
        }
        try self.init(parsing: SourceDecoder.source(of: bytes, name: name))
    }

    /// Reads one byte more than is allowed, so that a larger file is noticed but never held.
    private static func bytes(of url: URL) throws -> [UInt8] {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw SourceFault("this is a directory, and a YAML file is expected")
        }
        // To open standard input anew would wait for another writer where it is a named pipe.
        let isStandardInput = url.path == "/dev/stdin"
        let file = isStandardInput ? FileHandle.standardInput : try FileHandle(forReadingFrom: url)
        defer { if !isStandardInput { try? file.close() } }
        return [UInt8](try file.read(upToCount: YAMLLimits.bytes + 1) ?? Data())
    }

    private static func sentence(for error: any Error) -> String {
        if let fault = error as? SourceFault { return fault.message }
        return switch (error as? CocoaError)?.code {
        case .fileNoSuchFile?, .fileReadNoSuchFile?: "there is no such file"
        case .fileReadNoPermission?: "the file may not be read: permission is denied"
        default: "the file cannot be read: \(error.localizedDescription)"
        }
    }
}
