import Foundation
import JSON
import Synchronization

/// Answers the requests that would be llama.cpp's server's, at the port that its script was started with: once for each start.
///
/// The answer to a prompt is its last token plus one, plus two and so on; a way to speculate takes half as long as plain
/// decoding.
final class StandInServer: Sendable {
    private let arguments: URL
    private let isStopped = Atomic(false)

    init(reading arguments: URL) {
        self.arguments = arguments
        Thread.detachNewThread { self.run() }
    }

    /// Serves no further start.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func run() {
        while !isStopped.load(ordering: .relaxed) {
            guard
                let words = try? String(contentsOf: arguments, encoding: .utf8).split(whereSeparator: \.isWhitespace)
                    .map(String.init),
                let place = words.firstIndex(of: "--port"), let port = UInt16(words[place + 1])
            else {
                Thread.sleep(forTimeInterval: 0.01)
                continue
            }
            try? FileManager.default.removeItem(at: arguments)
            let isPlain = words.contains("none")
            Thread.detachNewThread { self.serve(port, milliseconds: isPlain ? 100 : 50) }
        }
    }

    private func serve(_ port: UInt16, milliseconds: Double) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, listen(listener, 8) == 0 else { return }
        while !isStopped.load(ordering: .relaxed) {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let request = Self.request(from: connection)
            let body = request.map { Self.answer(to: $0, milliseconds) } ?? "{}"
            let reply =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(body)"
            _ = reply.withCString { write(connection, $0, strlen($0)) }
            close(connection)
        }
    }

    /// The JSON body of a request; nil where it has none.
    private static func request(from connection: Int32) -> JSONValue? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            let parts = text.components(separatedBy: "\r\n\r\n")
            guard parts.count > 1 else { continue }
            let length = parts[0].split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.split(separator: " ").last ?? "") }
            if parts[1].utf8.count >= length ?? 0 { return try? JSONValue(parsing: Data(parts[1].utf8)) }
        }
        return nil
    }

    private static func answer(to request: JSONValue, _ milliseconds: Double) -> String {
        let last = request["prompt"]?.array?.last?.integer ?? 0
        let count = request["n_predict"]?.integer ?? 0
        let tokens = (0..<count).map { .integer(last + 1 + $0) } as [JSONValue]
        return JSONValue.object([
            JSONMember("tokens", .array(tokens)),
            JSONMember("timings", .object([JSONMember("predicted_ms", .real(milliseconds))])),
        ]).indentedText
    }
}
