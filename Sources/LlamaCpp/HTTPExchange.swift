import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request to a server of this machine, and its answer.
struct HTTPExchange {
    /// The status and the body; nil where nobody answered.
    let answer: (status: Int, body: Data)?

    /// The answer when it has come.
    private final class Reply: Sendable {
        let value = Mutex<(status: Int, body: Data)?>(nil)
    }

    /// Asks and waits.
    ///
    /// - Parameters:
    ///   - url: What to ask for.
    ///   - body: What to send, as JSON; nil to read.
    ///   - seconds: How long to wait.
    init(_ url: URL, sending body: Data? = nil, within seconds: Double) {
        var request = URLRequest(url: url, timeoutInterval: seconds)
        if let body {
            request.httpMethod = "POST"
            request.httpBody = body
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        let reply = Reply()
        let done = DispatchSemaphore(value: 0)
        let task = URLSession.shared.dataTask(with: request) { data, response, _ in
            if let response = response as? HTTPURLResponse {
                reply.value.withLock { $0 = (response.statusCode, data ?? Data()) }
            }
            done.signal()
        }
        task.resume()
        done.wait()
        answer = reply.value.withLock(\.self)
    }
}
