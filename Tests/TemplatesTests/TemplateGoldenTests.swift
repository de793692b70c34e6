import Templates
import Testing

@Suite("Templates against jinja2")
struct TemplateGoldenTests {
    private static func outcome(_ golden: TemplateGoldens.Case) -> Result<RenderedText, TemplateError> {
        Result { () throws(TemplateError) in
            try Template(golden.source, name: "golden").render(golden.variables, date: TemplateGoldens.date)
        }
    }

    private static func expectSame(_ goldens: [TemplateGoldens.Case]) {
        for golden in goldens {
            switch outcome(golden) {
            case .success(let rendered):
                #expect(rendered.text == golden.output, "\(golden.name)")
                #expect(rendered.text.unicodeScalars.elementsEqual((golden.output ?? "").unicodeScalars))
            case .failure(let error):
                #expect(golden.output == nil, "\(golden.name): \(error)")
                #expect(!error.reason.isEmpty && error.position.line > 0 && error.position.column > 0)
            }
        }
    }

    @Test
    func `Every feature gives what jinja2 gives, or fails where it fails`() throws {
        let goldens = try TemplateGoldens()
        #expect(goldens.cases.count > 500 && goldens.cases.filter { $0.output == nil }.count > 100)
        Self.expectSame(goldens.cases)
    }

    @Test
    func `Whole chat templates give the prompts of jinja2`() throws {
        let goldens = try TemplateGoldens()
        #expect(goldens.chats.count == 70 && goldens.chats.filter { $0.output == nil }.count == 7)
        Self.expectSame(goldens.chats)
    }
}
