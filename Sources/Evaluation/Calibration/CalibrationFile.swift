import Costs
import Files
import Foundation
import JSON

/// The form of a calibration on disk.
///
/// ```
/// {"format": "espalier costs 1", "settings": {…}, "versions": {…}, "other_seconds": 0.00002,
///  "verify": {"sizes": [1, 2, …], "contexts": [64, 512], "seconds": [[…], […]]}, "read": {…}, "draft": {…}}
/// ```
/// Where several drafts are merged, `"drafts": [{"read": {…}, "draft": {…}}, …]` has those of each.
///
/// Sizes are rows of a pass, contexts tokens before it; `seconds` has one list for each context.
public enum CalibrationFile {
    private static let format = "espalier costs 1"

    /// The longest pass that is believed: what is interpolated between such numbers, and beyond them, is a number still.
    private static let mostSeconds = 86_400.0

    /// No draft is merged of more.
    private static let mostDrafts = 64

    /// The calibration as JSON text.
    public static func text(of calibration: Calibration) -> String {
        let costs = calibration.costs
        return JSONValue.object(
            [
                JSONMember("format", .string(format)),
                JSONMember("settings", object(calibration.key.settings)),
                JSONMember("versions", object(calibration.key.versions)),
                JSONMember("other_seconds", .real(costs.otherSeconds)),
                JSONMember("verify", object(costs.verify)),
            ] + drafts(costs)
        ).indentedText + "\n"
    }

    /// The members of the draft's curves: those of a single draft stand beside the target's.
    private static func drafts(_ costs: RoundCosts) -> [JSONMember] {
        let lists = costs.drafts.map {
            [JSONMember("read", object($0.read)), JSONMember("draft", object($0.draft))]
        }
        return lists.count == 1 ? lists[0] : [JSONMember("drafts", .array(lists.map { .object($0) }))]
    }

    /// Reads a calibration.
    ///
    /// - Parameter path: The file.
    /// - Returns: What it holds.
    /// - Throws: ``CalibrationError``, which names the file, if it cannot be read or is no calibration.
    public static func read(_ path: String) throws(CalibrationError) -> Calibration {
        let data: Data
        do {
            data = try InputFile.bytes(of: path)
        } catch {
            throw CalibrationError(path, "cannot be read: \(SystemCause(of: error))")
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: data)
        } catch {
            throw CalibrationError(path, "is no calibration: \(error)")
        }
        guard value["format"]?.string == format else {
            throw CalibrationError(path, "is no calibration of this version: its 'format' is not \"\(format)\"")
        }
        guard let other = value["other_seconds"]?.double, 0...mostSeconds ~= other else {
            throw CalibrationError(path, "'other_seconds' must be a number, neither negative nor longer than a day")
        }
        return Calibration(
            key: CalibrationKey(
                settings: try strings("settings", of: value, path), versions: try strings("versions", of: value, path)),
            costs: RoundCosts(
                verify: try curve("verify", of: value, path), drafts: try drafts(of: value, path), otherSeconds: other))
    }

    private static func drafts(of value: JSONValue, _ path: String) throws(CalibrationError) -> [DraftCosts] {
        guard let several = value["drafts"] else { return [try draft(of: value, path)] }
        guard let list = several.array, 1...mostDrafts ~= list.count else {
            throw CalibrationError(path, "'drafts' must be a list of 1 to \(mostDrafts), each with 'read' and 'draft'")
        }
        var drafts: [DraftCosts] = []
        for entry in list { drafts.append(try draft(of: entry, path)) }
        return drafts
    }

    private static func draft(of value: JSONValue, _ path: String) throws(CalibrationError) -> DraftCosts {
        DraftCosts(read: try curve("read", of: value, path), draft: try curve("draft", of: value, path))
    }

    private static func strings(
        _ name: String, of value: JSONValue, _ path: String
    ) throws(CalibrationError) -> [String: String] {
        var result: [String: String] = [:]
        for member in value[name]?.members ?? [] { result[member.key] = member.value.string }
        guard let count = value[name]?.members?.count, count == result.count else {
            throw CalibrationError(path, "'\(name)' must be an object of texts")
        }
        return result
    }

    private static func curve(
        _ name: String, of value: JSONValue, _ path: String
    ) throws(CalibrationError) -> CostCurve {
        let rows = value[name]?["seconds"]?.array ?? []
        let sizes = value[name]?["sizes"]?.array?.map { $0.integer ?? 0 } ?? []
        let contexts = value[name]?["contexts"]?.array?.map { $0.integer ?? -1 } ?? []
        let seconds = rows.map { $0.array?.map { $0.double ?? .nan } ?? [] }
        guard seconds.count == contexts.count, seconds.allSatisfy({ $0.count == sizes.count }),
            seconds.allSatisfy({ $0.allSatisfy { $0 <= mostSeconds } }),
            let curve = CostCurve(sizes: sizes, contexts: contexts, seconds: seconds.flatMap { $0 })
        else {
            throw CalibrationError(
                path,
                "'\(name)' must hold ascending 'sizes' and 'contexts', and for each context a list of as many 'seconds' "
                    + "as there are sizes, none negative or longer than a day")
        }
        return curve
    }

    private static func object(_ strings: [String: String]) -> JSONValue {
        .object(sorting: strings.mapValues { .string($0) })
    }

    private static func object(_ curve: CostCurve) -> JSONValue {
        let width = curve.sizes.count
        let rows = curve.contexts.indices.map { row in
            JSONValue.array(curve.seconds[row * width..<(row + 1) * width].map { .real($0) })
        }
        return .object([
            JSONMember("sizes", .array(curve.sizes.map { .integer($0) })),
            JSONMember("contexts", .array(curve.contexts.map { .integer($0) })),
            JSONMember("seconds", .array(rows)),
        ])
    }
}

/// Why a file gives no costs: one sentence that names it.
public struct CalibrationError: Error, CustomStringConvertible, Equatable {
    /// The file.
    public let file: String

    /// What is wrong with it.
    public let problem: String

    /// States what is wrong.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - problem: What is wrong with it.
    public init(_ file: String, _ problem: String) {
        self.file = file
        self.problem = problem
    }

    /// One sentence.
    public var description: String { "\(file): \(problem)" }
}
