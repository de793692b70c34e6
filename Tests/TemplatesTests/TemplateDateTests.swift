import Templates
import Testing

@Suite("Dates of templates")
struct TemplateDateTests {
    private func text(_ format: String, _ date: TemplateDate?) throws -> String {
        let template = try Template("{{ strftime_now(f) }}", name: "date")
        return try template.render([("f", .string(format, .template))], date: date).text
    }

    @Test(
        "days around the turns of years, by Python's strftime",
        arguments: [
            (2000, 1, 1, "Saturday 001 52 1999 00 00 6 6"), (2004, 12, 31, "Friday 366 53 2004 52 52 5 5"),
            (2008, 12, 29, "Monday 364 01 2009 52 52 1 1"), (2012, 1, 1, "Sunday 001 52 2011 01 00 7 0"),
            (2024, 2, 29, "Thursday 060 09 2024 08 09 4 4"), (2026, 12, 31, "Thursday 365 53 2026 52 52 4 4"),
            (1900, 3, 1, "Thursday 060 09 1900 08 09 4 4"),
        ])
    func weeks(year: Int, month: Int, day: Int, expected: String) throws {
        #expect(try text("%A %j %V %G %U %W %u %w", TemplateDate(year: year, month: month, day: day)) == expected)
    }

    @Test
    func `Days that do not exist are none`() {
        #expect(TemplateDate(year: 2023, month: 2, day: 29) == nil)
        #expect(TemplateDate(year: 2024, month: 13, day: 1) == nil)
        #expect(TemplateDate(year: 2024, month: 4, day: 31) == nil)
        #expect(TemplateDate(year: 2024, month: 4, day: 30, hour: 24) == nil)
    }
}
