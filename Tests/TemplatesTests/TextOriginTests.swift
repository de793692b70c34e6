import JSON
import Templates
import Testing

@Suite("Where rendered text comes from")
struct TextOriginTests {
    /// The stretches of a rendering, typed ones in «», generated ones in [].
    private func marked(
        _ source: String, typed: String = "Typed <s>", trusted: String = "<s>"
    ) throws -> String {
        let typed = TemplateValue.string(typed, .typed)
        let rendered = try Template(source, name: "origin").render([
            ("x", typed), ("list", .list([typed, .string("two", .typed)])), ("bos", .string(trusted, .template)),
            ("m", .dictionary([("role", .string("user", .template)), ("content", typed)], keys: .template)),
        ])
        return rendered.stretches.map { stretch in
            let text = stretch.origin == .typed ? "«\(stretch.text)»" : stretch.text
            return stretch.isGenerated ? "[\(text)]" : text
        }.joined()
    }

    @Test(
        arguments: [
            ("{{ bos }}{{ x }}</s>", "<s>«Typed <s>»</s>"),
            ("{{ bos + x + 'a' }}", "<s>«Typed <s>»a"),
            ("{{ '<|' ~ m.role ~ '|>' ~ m.content }}", "<|user|>«Typed <s>»"),
            ("{{ x[1:3] }}{{ x[0] }}{{ x[::-1][:3] }}", "«ypT>s<»"),
            ("{{ x | upper }}{{ x.lower() }}!", "«TYPED <S>typed <s>»!"),
            ("{{ x | trim }}{{ x.strip('T') }}", "«Typed <s>yped <s>»"),
            ("{{ x.split(' ') | join('|') }}", "«Typed»|«<s>»"),
            ("{{ ('a' ~ x).split('T')[0] }}{{ x.split('<s>')[0] }}", "a«Typed »"),
            ("{{ x | replace('<s>', '') }}{{ x.replace('Typed', bos) }}", "«Typed »<s>« <s>»"),
            ("{{ 'a-b' | replace('-', x) }}", "a«Typed <s>»b"),
            ("{{ '%s|%5d' % (x, 3) }}", "«Typed <s>»|    3"),
            ("{{ '{}|{:>12}'.format(x, x) }}", "«Typed <s>»|   «Typed <s>»"),
            ("{{ m | tojson }}", #"{"role": "user", "content": "«Typed <s>»"}"#),
            ("{{ [x] }}", "['«Typed <s>»']"),
            ("{% for c in x[:2] %}{{ c }}-{% endfor %}", "«T»-«y»-"),
            ("{% set y %}<{{ x }}>{% endset %}{{ y }}", "<«Typed <s>»>"),
            ("{% macro f(a) %}({{ a }}){% endmacro %}{{ f(x) | upper }}", "(«TYPED <S>»)"),
            ("{% filter title %}ab {{ x }}{% endfilter %}", "Ab «Typed <S>»"),
            ("{{ list | map('first') | join }}{{ list | join(bos) }}", "«TtTyped <s>»<s>«two»"),
            ("{{ x | indent(2, true) }}{{ x | center(13) }}|", "  «Typed <s>»  «Typed <s>»  |"),
            ("{{ x * 2 }}{{ 'ab' * 2 }}{{ x | e }}", "«Typed <s>Typed <s>»abab«Typed &lt;s&gt;»"),
            ("{{ x | list | first }}{{ x | reverse | first }}{{ x.partition(' ')[2] }}", "«T><s>»"),
            ("{{ dict(a=x).a }}{{ [x, 'b'] | last }}{{ x | default('q') }}", "«Typed <s>»b«Typed <s>»"),
            ("a{% generation %}b{{ x }}{% endgeneration %}c", "a[b][«Typed <s>»]c"),
            ("{% set y %}{% generation %}b{% endgeneration %}{% endset %}a{{ y }}", "a[b]"),
        ])
    func `Every operation keeps the origin of every character`(source: String, expected: String) throws {
        #expect(try marked(source) == expected)
    }

    @Test
    func `JSON keeps the order of its members and its one origin`() throws {
        let json = try JSONValue(parsing: #"{"z": "é", "a": [1, 2.5, true, null]}"#)
        let rendered = try Template("{{ v | tojson }}|{{ v }}", name: "json").render([
            ("v", TemplateValue(json, origin: .typed))
        ])
        #expect(
            rendered.text
                == #"{"z": "é", "a": [1, 2.5, true, null]}|{'z': 'é', 'a': [1, 2.5, True, None]}"#)
        #expect(rendered.stretches.contains { $0.text == "z" && $0.origin == .typed })
        #expect(rendered.stretches.allSatisfy { !$0.text.isEmpty && !$0.isGenerated })
    }
}
