import Foundation
import JSON
import Testing

/// What a finished command left behind.
struct CommandRun {
    /// Standard output.
    let output: String

    /// Standard error.
    let errors: String

    /// The exit status; nil if a signal ended the command.
    let status: Int32?

    /// The signal that ended the command, if one did.
    let signal: Int32?

    /// Runs the built command to its end.
    static func run(
        _ arguments: String..., input: RunningCommand.Input = .text(""), environment: [String: String] = [:]
    ) throws -> CommandRun {
        try RunningCommand(arguments, input: input, environment: environment).finish()
    }

    /// Runs the command, which must succeed in silence on standard error.
    static func succeed(
        _ arguments: String..., input: String = "", environment: [String: String] = [:],
        at place: SourceLocation = #_sourceLocation
    ) throws -> String {
        let run = try RunningCommand(arguments, input: .text(input), environment: environment).finish()
        #expect(run.status == 0, "\(arguments) ended with \(run)", sourceLocation: place)
        #expect(run.errors.isEmpty, "\(arguments)", sourceLocation: place)
        return run.output
    }

    /// Runs the command, which must succeed and print JSON.
    static func json(
        _ arguments: String..., input: String = "", at place: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let run = try RunningCommand(arguments, input: .text(input)).finish()
        #expect(run.status == 0, "\(arguments) ended with \(run)", sourceLocation: place)
        return try JSONValue(parsing: run.output)
    }

    /// Runs the command, which must refuse with exit status 1, a sentence on standard error and nothing else: the sentence
    /// without "Error: ", and without the line of a file and the caret below it where it `showsPlace`.
    static func refuse(
        _ arguments: String..., input: RunningCommand.Input = .text(""), environment: [String: String] = [:],
        showsPlace: Bool = false, at place: SourceLocation = #_sourceLocation
    ) throws -> String {
        let run = try RunningCommand(arguments, input: input, environment: environment).finish()
        #expect(run.status == 1, "\(arguments) ended with \(run)", sourceLocation: place)
        #expect(run.output.isEmpty, "\(arguments)", sourceLocation: place)
        #expect(run.errors.hasPrefix("Error: "), "\(run.errors)", sourceLocation: place)
        let lines = run.errors.dropFirst("Error: ".count).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == (showsPlace ? 4 : 2), "\(run.errors)", sourceLocation: place)
        if showsPlace { #expect(lines.contains { $0.contains("^") }, "\(run.errors)", sourceLocation: place) }
        return lines.first.map(String.init) ?? ""
    }
}

extension JSONValue {
    /// The names of an object's members, sorted.
    var keys: [String] { (members ?? []).map(\.key).sorted() }

    /// The kind of each member: "number" for integers and others alike, as JSON does not tell them apart.
    var kinds: [String: String] {
        Dictionary(
            uniqueKeysWithValues: (members ?? []).map { ($0.key, $0.value.double == nil ? $0.value.kind : "a number") })
    }
}
