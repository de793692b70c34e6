import Foundation
import Templates
import Testing

/// Damaged templates: each is rendered or refused in a sentence, in little time.
///
/// The cases follow from their numbers. Some thousands are run every time; `ESPALIER_FUZZ_CASES=1000000` runs more, and
/// `ESPALIER_FUZZ_SEED` others.
struct TemplateFuzzTests {
    /// Numbers that follow from a seed (SplitMix64).
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    /// Pieces that mean something to the parser or are at the edge of some range.
    private static let pieces: [String] = [
        "{{", "}}", "{%", "%}", "{%-", "-%}", "{#", "#}", "{% raw %}", "{% endraw %}", " if ", " else ", "{% endif %}",
        "{% endfor %}", "{% for x in messages %}", " recursive", "(", ")", "[", "]", "{", "}", ":", ",", ".", "|", "~",
        "-",
        "**", "//", "%", "==", " in ", " is ", " not ", "'", "\"", "\\", "9223372036854775807", "-1", "0", "1e308",
        "0.5",
        "messages", "loop.", "namespace()", "range(9)", "none", " * 99999", "[::-1]", "|tojson", "|list",
        "|map('upper')",
        "|join", ".split()", "|int", "|round", ".format(", "loop(x)", "é", "🙂", "\n", "\r", "\u{0}", "\u{2028}",
        "{% macro m(x) %}", "{% endmacro %}", "m(m)", "{% set ns.x = ", "{% call m() %}", "{% endcall %}",
        "{% break %}",
        "%s", "{:5}", "|batch(3)", "|slice(0)", "|sort", "|groupby('role')", "|dictsort", "|indent", "|truncate(3)",
        "*", "=",
    ]

    private let corpus: [(source: [Unicode.Scalar], variables: [(name: String, value: TemplateValue)])]

    init() throws {
        let goldens = try TemplateGoldens()
        corpus = (goldens.cases + goldens.chats).map { (Array($0.source.unicodeScalars), $0.variables) }
    }

    private func mutated(_ source: [Unicode.Scalar], _ numbers: inout Numbers) -> String {
        var scalars = source
        func range(_ count: Int) -> Range<Int> {
            let start = Int.random(in: 0...count, using: &numbers)
            return start..<min(start + Int.random(in: 0...12, using: &numbers), count)
        }
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: scalars.removeSubrange(range(scalars.count))
            case 1:
                scalars.insert(contentsOf: Array(scalars[range(scalars.count)]), at: range(scalars.count).lowerBound)
            case 2:
                guard let other = corpus.randomElement(using: &numbers)?.source else { continue }
                scalars.replaceSubrange(range(scalars.count), with: other[range(other.count)])
            default:
                let piece = Self.pieces.randomElement(using: &numbers) ?? ""
                let place = range(scalars.count)
                scalars.replaceSubrange(
                    Bool.random(using: &numbers) ? place : place.lowerBound..<place.lowerBound,
                    with: piece.unicodeScalars)
            }
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    private static func setting(_ name: String, default fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? fallback
    }

    @Test
    func `Damaged templates are rendered or refused, in little time`() {
        let cases = Self.setting("ESPALIER_FUZZ_CASES", default: 4000)
        let seed = UInt64(Self.setting("ESPALIER_FUZZ_SEED", default: 1))
        let limits = TemplateLimits(steps: 100_000, size: 200_000)
        var rendered = 0
        var longest = (time: Duration.zero, number: 0)
        for number in 0..<cases {
            var numbers = Numbers(state: seed &* 0x1_0000_0001 &+ UInt64(number) &* 0x5851_F42D_4C95_7F2D)
            guard let chosen = corpus.randomElement(using: &numbers) else { continue }
            let source = mutated(chosen.source, &numbers)
            let begun = ContinuousClock.now
            do throws(TemplateError) {
                _ = try Template(source, name: "t").render(chosen.variables, date: TemplateGoldens.date, limits: limits)
                rendered += 1
            } catch {
                #expect(error.position.line > 0 && error.position.column > 0 && !error.description.isEmpty)
            }
            let time = ContinuousClock.now - begun
            if time > longest.time { longest = (time, number) }
        }
        #expect(rendered > cases / 20)
        #expect(longest.time < .seconds(2), "case \(longest.number) of seed \(seed)")
    }
}
