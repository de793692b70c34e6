import Speculation
import Testing

@Suite("An option reader answers, remembers and collects faults")
struct OptionReaderTests {
    static func member(_ name: String, _ content: OptionValue.Content, _ text: String, line: Int = 3) -> OptionMember {
        OptionMember(
            name: name, place: OptionPlace(line: line, column: 2, length: name.count),
            value: OptionValue(content, text: text, at: OptionPlace(line: line, column: 20, length: text.count)))
    }

    @Test("given values are read, absent ones take their default")
    func reading() {
        var reader = OptionReader(
            [
                Self.member("depth", .integer(5), "5"), Self.member("rate", .integer(1), "1"),
                Self.member("on", .boolean(true), "true"), Self.member("model", .integer(7), "007"),
            ], at: OptionPlace(line: 1, column: 1))
        #expect(reader.integer("depth", default: 8, in: 1...64, help: "") == 5)
        #expect(reader.number("rate", default: 0.5, in: 0...1, help: "") == 1)
        #expect(reader.boolean("on", default: false, help: "") == true)
        #expect(reader.text("model", default: nil, help: "") == "007")
        #expect(reader.integer("width", default: 3, in: 1...9, help: "") == 3)
        reader.rejectUnknown(of: "it")
        #expect(reader.faults.isEmpty)
        #expect(reader.readings.map(\.value.text) == ["5", "1", "true", "007", "3"])
        #expect(reader.readings.map(\.fallback?.text) == ["8", "0.5", "false", nil, "3"])
    }

    @Test("wrong types, ranges, unknown and missing options are all reported with their places")
    func faults() {
        let section = OptionPlace(line: 1, column: 1)
        var reader = OptionReader(
            [
                Self.member("depth", .string("ten"), "ten"), Self.member("top_k", .integer(0), "0", line: 4),
                Self.member("dept", .integer(1), "1", line: 5),
            ], at: section)
        #expect(reader.integer("depth", default: 8, in: 1...64, help: "") == 8)
        #expect(reader.integer("top_k", default: 10, in: 1...9, help: "") == 10)
        #expect(reader.text("head", default: nil, help: "where the head is") == "")
        reader.fault("top_k", "top_k does not suit")
        reader.fault("one element", at: OptionPlace(line: 9, column: 9))
        reader.rejectUnknown(of: "tree builder 'x'")
        #expect(
            reader.faults.map(\.message) == [
                "depth must be an integer in 1...64, not the text 'ten'",
                "top_k must be an integer in 1...9, not 0",
                "head is missing: where the head is",
                "top_k does not suit",
                "one element",
                "tree builder 'x' has no option 'dept'; did you mean 'depth'? (known: depth, top_k, head)",
            ])
        #expect(reader.faults.map(\.place.line) == [3, 4, 1, 4, 9, 5])
    }

    @Test("a replacement from the command line stands in for the file's value")
    func replacement() {
        let value = OptionValue(.string("mine"), text: "mine", at: .nowhere)
        var reader = OptionReader(
            [Self.member("head", .string("theirs"), "theirs")], at: .nowhere,
            in: OptionSurroundings(replacements: ["head": value]))
        #expect(reader.text("head", default: nil, help: "") == "mine")
        reader.rejectUnknown(of: "it")
        #expect(reader.faults.isEmpty)
    }

    @Test("a describing reader reports no faults and lists the options")
    func describing() {
        var reader = OptionReader.describing()
        _ = reader.text("head", default: nil, help: "where")
        reader.fault("head", "wrong")
        #expect(reader.faults.isEmpty)
        #expect(reader.readings.map(\.name) == ["head"])
    }

    @Test(
        "the nearest name is found for slips, and none for other words",
        arguments: [
            ("dynamc", "dynamic"), ("chian", "chain"), ("dyn", "dynamic"), ("STATIC", "static"), ("zebra", nil),
        ])
    func nearest(word: String, expected: String?) {
        #expect(NearestName.of(word, among: ["chain", "static", "dynamic"]) == expected)
    }

    @Test("a word as long as a file is near no name, in no time", .timeLimit(.minutes(1)))
    func longWord() {
        let word = String(repeating: "x", count: 300_000)
        #expect(NearestName.of(word, among: ["chain", "static"]) == nil)
        #expect(NearestName.of("chain" + word, among: ["static", "chain"]) == "chain")
        #expect(Fault(word, at: .nowhere).message.count < 2000)
    }
}
