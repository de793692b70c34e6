import Templates
import Testing

@Suite("Faults of templates")
struct TemplateErrorTests {
    private func failure(_ source: String, limits: TemplateLimits = TemplateLimits()) -> TemplateError? {
        do throws(TemplateError) {
            _ = try Template(source, name: "t").render(
                [
                    ("messages", .list([.dictionary([("content", .string("hi", .typed))], keys: .template)])),
                    ("name", .string("Ada", .typed)),
                ], limits: limits)
            return nil
        } catch { return error }
    }

    @Test(
        arguments: [
            ("a\n {{ mesages[0] }}", "t:2:12: 'mesages' is undefined; did you mean 'messages'?"),
            ("{{ messages[0].contnt.x }}", "t:1:23: a dict has no 'contnt'; did you mean 'content'?"),
            ("{{ messages[1].content }}", "t:1:16: a list has no '1'"),
            ("{{ name.uper() }}", "t:1:13: a str has no 'uper'; did you mean 'upper'?"),
            ("{{ name | uper }}", "t:1:11: 'uper' is no filter; did you mean 'upper'?"),
            ("{{ name | random }}", "t:1:11: the filter 'random' is not supported in chat templates"),
            ("{{ name is defind }}", "t:1:12: 'defind' is no test; did you mean 'defined'?"),
            ("{% iff name %}", "t:1:4: 'iff' is no statement that can stand here; did you mean 'if'?"),
            ("x\n{% include 'a' %}", "t:2:4: 'include' has no use in a chat template and is not supported"),
            ("{% block a %}{% endblock %}", "t:1:4: 'block' has no use in a chat template and is not supported"),
            ("{% if name %}", "t:1:4: 'if' is not closed with 'elif' or 'else' or 'endif'"),
            ("{{ raise_exception('No ' ~ name) }}", "t:1:19: No Ada"),
            ("{{ messages[0].update({}) }}", "t:1:22: 'update' of a dict is not for templates: values do not change"),
            ("{{ 1 + 'a' }}", "t:1:6: '+' does not work on an int and a str"),
            ("{{ 9223372036854775807 + 1 }}", "t:1:24: a whole number does not fit 64 bits"),
            ("{{ 99999999999999999999 }}", "t:1:4: a whole number does not fit 64 bits"),
            (
                "{% macro f(role) %}{% endmacro %}{{ f(rol=1) }}",
                "t:1:38: the macro 'f' has no parameter 'rol'; did you mean 'role'?"
            ),
            ("{{ name.split(x=1) }}", "t:1:14: split() has no argument 'x'"),
            ("{{ strftime_now('%Y') }}", "t:1:16: strftime_now() is called, but no date is given"),
            ("{{ 'a", "t:1:4: a string lacks its closing \"'\""),
            ("{{ (1] }}", "t:1:6: expected ')', found ']'"),
            ("{{ 1 2 }}", "t:1:6: expected '}}', found a number"),
            (
                "{% for x in messages %}{% endfro %}",
                "t:1:27: 'endfro' is no statement that can stand here; did you mean 'endfor'?"
            ),
            ("{% break %}", "t:1:4: 'break' stands in no loop"),
            ("{{ '\u{1b}[31m' | x }}", "t:1:14: 'x' is no filter"),
            ("{{ raise_exception('\u{1b}[31m') }}", "t:1:19: \\u{1b}[31m"),
        ])
    func `A fault says where it is, what is wrong, and the nearest valid name`(source: String, expected: String) {
        let found = failure(source)?.description ?? "nothing"
        #expect(found == expected)
    }

    @Test
    func `Kinds of failure are told apart`() {
        #expect(failure("{{ name | nofilter }}")?.kind == .syntax)
        #expect(failure("{{ name.x.y }}")?.kind == .evaluation)
        #expect(failure("{{ raise_exception('no') }}")?.kind == .raised)
        #expect(failure("{% for x in range(9) %}{{ x }}{% endfor %}", limits: TemplateLimits(steps: 5))?.kind == .limit)
        #expect(failure("{{ raise_exception('a\nb') }}")?.reason == "a\nb")
    }

    @Test
    func `What is quoted is cut where it is long`() throws {
        let error = try #require(failure("{{ \(String(repeating: "n", count: 5000)).x }}"))
        #expect(error.description.count < 200)
    }
}
