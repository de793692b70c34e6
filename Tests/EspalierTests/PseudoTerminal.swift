#if os(Linux)
    import Foundation
    import Testing

    /// A terminal without a screen, so that a progress bar is drawn and can be read.
    final class PseudoTerminal {
        /// What the command writes to.
        let terminal: FileHandle

        private let reader: FileHandle
        private var seen = ""

        /// Whether this system gives out pseudo-terminals; a container without `/dev/pts` does not.
        static let isAvailable = FileManager.default.fileExists(atPath: "/dev/pts/ptmx")

        init() throws {
            var (number, other): (Int32, Int32) = (-1, -1)
            try #require(openpty(&number, &other, nil, nil, nil) == 0)
            _ = fcntl(number, F_SETFL, O_NONBLOCK)
            reader = FileHandle(fileDescriptor: number, closeOnDealloc: true)
            terminal = FileHandle(fileDescriptor: other, closeOnDealloc: true)
        }

        /// All that was written so far, as the terminal got it.
        func text() -> String {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(reader.fileDescriptor, &buffer, buffer.count)
                guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
                bytes += buffer[..<count]
            }
        }

        /// The figure before the last per cent sign that was drawn.
        func latestPercent() -> Int? {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(reader.fileDescriptor, &buffer, buffer.count)
                guard count > 0 else { break }
                seen = String((seen + String(decoding: buffer[..<count], as: UTF8.self)).suffix(400))
            }
            let before = seen.split(separator: "%", omittingEmptySubsequences: false).dropLast().last
            let word = before?.split(separator: " ").last
            return word.flatMap { Int($0) }
        }
    }
#endif
