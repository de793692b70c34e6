import AllocationCounter
import Foundation

/// What a reader accepted of a case, and whether it refused the rest as it should.
struct Attempts {
    /// Something that a reader accepted and that cannot be used.
    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    /// Names of which an error must hold one: those of the files and of their folder.
    let names: [String]

    /// How often each thing was accepted.
    private(set) var accepted: [String: Int] = [:]

    /// Everything that was tried.
    private(set) var tried: Set<String> = []

    /// What each refused thing was refused for, as far as anybody wants to know.
    private(set) var refusals: [String] = []

    /// An error that is no sentence about the files; nil if there is none.
    private(set) var surprise: String?

    /// The most memory that this thread held until everything was read; nil where nothing was used after it.
    private(set) var peakOfReading: Int?

    /// Nothing yet.
    init(names: [String]) { self.names = names }

    /// Tries one thing, which may be refused by itself.
    ///
    /// - Parameters:
    ///   - what: What it is.
    ///   - work: Reads it.
    mutating func callAsFunction(_ what: String, _ work: (inout Attempts) throws -> Void) {
        tried.insert(what)
        do {
            try work(&self)
            accepted[what, default: 0] += 1
        } catch let error as Unusable {
            surprise = "accepted, and yet \(error)"
        } catch {
            let text = "\(error)"
            refusals.append(text)
            // The system's errors say nothing of a file.
            let kind = type(of: error)
            let isOurs = kind is any CustomStringConvertible.Type && !(kind is NSError.Type)
            guard isOurs, names.contains(where: text.contains) else {
                surprise = "\(what): \(type(of: error)): \(text.prefix(400))"
                return
            }
        }
    }

    /// Tells that everything is read: what follows is its use, which may take memory for more than the files.
    mutating func hasRead() { peakOfReading = peakOfReading ?? Int(peak_held_bytes()) }

    /// Counts what was done within a thing that was accepted.
    mutating func note(_ what: String) { accepted[what, default: 0] += 1 }

    /// Makes sure of what must hold of everything that is accepted.
    static func demand(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
        guard condition else { throw Unusable(description: sentence()) }
    }
}
