import Foundation
import Templates
import Testing

@Suite("Bounds of renderings")
struct TemplateLimitTests {
    /// Renders on a thread with a stack of 512 KB, as system libraries give to theirs.
    private static func onSmallStack(_ source: String) -> Result<RenderedText, TemplateError> {
        final class Outcome: @unchecked Sendable {
            // Written by the thread before it signals, read after.
            var result: Result<RenderedText, TemplateError>?
        }
        let outcome = Outcome()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            outcome.result = Result { () throws(TemplateError) in try Template(source, name: "t").render([]) }
            done.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        done.wait()
        return outcome.result ?? .failure(TemplateError.missing)
    }

    private static func nested(_ opening: String, _ inside: String, _ closing: String, _ count: Int) -> String {
        String(repeating: opening, count: count) + inside + String(repeating: closing, count: count)
    }

    @Test(
        arguments: [
            "{{ " + nested("(", "1", ")", 5000) + " }}",
            "{{ " + nested("[", "1", "]", 5000) + " }}",
            "{{ " + nested("{1:", "1", "}", 5000) + " }}",
            "{{ " + nested("f(", "1", ")", 5000) + " }}",
            "{{ " + nested("x[", "1", "]", 5000) + " }}",
            "{{ " + nested("1 if ", "1", "", 5000) + " }}",
            "{{ " + nested("1 if 1 else ", "1", "", 5000) + " }}",
            "{{ " + nested("not ", "1", "", 5000) + " }}",
            "{{ " + nested("- ", "1", "", 5000) + " }}",
            "{{ 1" + nested(" is in [1]", "", "", 5000) + " }}",
            "{{ x" + nested(".a", "", "", 5000) + " }}",
            "{{ x" + nested("|string", "", "", 5000) + " }}",
            "{% set " + nested("(", "a", ",)", 5000) + " = 1 %}",
            nested("{% if 1 %}", "x", "{% endif %}", 5000),
            nested("{% for x in [1] %}", "x", "{% endfor %}", 5000),
            nested("{% filter upper %}", "x", "{% endfilter %}", 5000),
            nested("{% set a %}", "x", "{% endset %}", 5000),
            nested("{% call f() %}", "x", "{% endcall %}", 5000),
            nested("{% macro f() %}", "x", "{% endmacro %}", 5000),
            nested("{% with %}", "x", "{% endwith %}", 5000),
            nested("{% generation %}", "x", "{% endgeneration %}", 5000),
        ])
    func `What stands too deep in one another is refused`(source: String) throws {
        #expect(throws: TemplateError.self) { try Self.onSmallStack(source).get() }
    }

    @Test(
        arguments: [
            "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
            "{% macro f(n) %}{{ g(n) }}{% endmacro %}{% macro g(n) %}{% if n %}{{ f(n) }}{% endif %}{% endmacro %}{{ f(1) }}",
            "{% macro f() %}{% call f() %}{% endcall %}{{ caller }}{% endmacro %}{{ f() }}",
            "{% macro f() %}{% filter upper %}{% set x %}{% for y in [1] %}{{ [f()] }}{% endfor %}{% endset %}{% endfilter %}"
                + "{% endmacro %}{{ f() }}",
            "{% set ns = namespace() %}{% set ns.a = {'a': 1, 'b': [1]} %}{% for x in [ns.a] recursive %}{{ loop([x]) }}{% endfor %}",
            "{% set ns = namespace(x=[]) %}{% for i in range(1000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
            "{% set ns = namespace(x=1) %}{% for i in range(1000) %}{% set ns.x = {'a': ns.x} %}{% endfor %}",
            "{% set ns = namespace(x=[1]) %}{% for i in range(1000) %}{% set ns.x = ns.x | map('string') %}{% endfor %}{{ ns.x | list }}",
            "{% set ns = namespace(x=[1]) %}{% for i in range(1000) %}{% set ns.x = (ns.x,).index %}{% endfor %}",
            "{% set ns = namespace() %}{% for i in range(5000) %}{% set ns = namespace(p=ns) %}{% set ns.p = ns %}{% endfor %}"
                + "{% set ns = namespace(p=1) %}{% set m = namespace(n=ns) %}{% for i in range(500) %}"
                + "{% set m.n = namespace(p=m.n) %}{% endfor %}{{ m.n }}",
        ])
    func `Recursion ends in an error`(source: String) throws {
        let error = #expect(throws: TemplateError.self) { try Self.onSmallStack(source).get() }
        #expect(error?.kind == .limit, "\(error?.description ?? "")")
    }

    @Test
    func `What is allowed fits the stack`() throws {
        // As deep as a source may be, and values as deep as they may be, printed from there.
        let deep = Self.nested("{% if 1 %}", "{{ " + Self.nested("[", "x", "]", 20) + " }}", "{% endif %}", 11)
        let values =
            "{% set ns = namespace(x=[]) %}{% for i in range(40) %}{% set ns.x = [ns.x] %}{% endfor %}{% set x = ns.x %}"
        let rendered = try Self.onSmallStack(values + deep + "{{ x == x }}{{ x | tojson }}").get()
        #expect(rendered.text.hasPrefix("[[[[[[") && rendered.text.contains("True"))
        // As much recursion as is allowed, in bodies that are as high as they may be.
        let recursion =
            "{% macro f(n) %}"
            + Self.nested("{% for i in [1] %}", "{% if n %}{{ f(n - 1) }}{% endif %}", "{% endfor %}", 25)
            + "{% endmacro %}{{ f(3) }}ok"
        #expect(try Self.onSmallStack(recursion).get().text == "ok")
        // Values as deep as they may be, gone through at the end of as much recursion as is allowed.
        let deepValues =
            "{% set ns = namespace(x=[], y=[1], z=[1]) %}{% for i in range(62) %}{% set ns.x = [ns.x] %}{% endfor %}"
            + "{% for i in range(20) %}{% set ns.y = ns.y | unique | batch(1) | map('first') %}"
            + "{% set ns.z = ns.z | select('eq', 1) | map('string') | map('int') %}{% endfor %}"
        let macro =
            "{% macro f(n) %}{% if n %}{% filter upper %}{% set x %}{{ f(n - 1) }}{% endset %}{{ x }}{% endfilter %}{% else %}"
            + "{{ ns.x }}{{ ns.x | tojson }}{{ ns.x == ns.x }}{{ ns.x < ns.x }}{{ ns.y | list }}{{ ns.z | list }}"
            + "{% endif %}{% endmacro %}"
        var deepest = 0
        while case .success = Self.onSmallStack("\(deepValues)\(macro){{ f(\(deepest)) }}") { deepest += 1 }
        #expect(deepest > 12)
        // A chain of operators is one expression, however long.
        let chain =
            "{{ 1" + Self.nested(" + 1", "", "", 5000) + " - 1 and 2" + Self.nested(" or 2", "", "", 5000) + " }}"
        #expect(try Self.onSmallStack(chain).get().text == "2")
    }

    private func failure(_ source: String, _ limits: TemplateLimits) -> TemplateError? {
        do throws(TemplateError) {
            _ = try Template(source, name: "t").render(
                [("long", .string(String(repeating: "a", count: 5000), .typed))], limits: limits)
            return nil
        } catch { return error }
    }

    @Test(
        arguments: [
            "{% for x in range(100000) %}{% for y in range(100000) %}{% endfor %}{% endfor %}",
            "{% for x in range(100000) %}{% for y in range(100000) if false %}{% endfor %}{% endfor %}",
            "{% for x in range(100000) %}{{ 'a' * 10000 }}{% endfor %}",
            "{% for x in range(100000) %}{% set y = range(1000) | list %}{% endfor %}",
            "{% for x in range(100000) %}{{ range(99999) | join | length }}{% endfor %}",
            "{% for x in range(100000) %}{% if long == long ~ 'b' or long * 2 == long * 2 %}{% endif %}{% endfor %}",
            "{% for x in range(100000) %}{{ 'b' in long }}{{ long.find('aab') }}{{ long.count('b') }}{% endfor %}",
            "{% for x in range(100000) %}{{ (long * 9).find(long * 4 ~ 'b') }}{% endfor %}",
            "{% for x in range(100000) %}{{ long.split('b') }}{{ long | upper }}{{ long[::-1] }}{% endfor %}",
            "{% for x in range(100000) %}{{ long.isalpha() }}{{ long.strip('a') }}{{ long | trim }}{{ long is lower }}{% endfor %}",
            "{% for x in range(100000) %}{{ range(9999) | sort | first }}{{ range(9999) | sum }}{% endfor %}",
            "{% for x in range(100000) %}{{ [long, long] | tojson }}{{ [long] }}{% endfor %}",
        ])
    func `Endless work runs out of steps`(source: String) throws {
        let error = try #require(failure(source, TemplateLimits(steps: 200_000, size: 1_000_000)))
        #expect(error.kind == .limit && error.position.line == 1, "\(error)")
    }

    @Test(
        arguments: [
            "{{ 'a' * 1000000000000 }}", "{{ 9223372036854775807 * 'ab' }}", "{{ [1] * 1000000000 }}",
            "{{ 'a'.ljust(1000000000000) }}", "{{ '%1000000000d' % 1 }}", "{{ '{:1000000000}'.format(1) }}",
            "{{ 'a' | center(10000000) }}", "{{ ('ab' * 40000).replace('', 'abcdefghijklmnop' * 10) }}",
            "{{ ('a\n' * 40000) | indent(100000) }}", "{{ [1] | tojson(indent=10000000) }}",
            "{{ 'a'.zfill(10000000) }}",
            "{{ '\t'.expandtabs(10000000) }}", "{{ [1] | batch(100000000, 0) | list }}", "{{ '%.100000000f' % 1 }}",
            "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
            "{% for x in range(99999) %}{{ 'abcdefgh' * 20 }}{% endfor %}",
        ])
    func `What grows too large is refused before it is made`(source: String) throws {
        let error = try #require(failure(source, TemplateLimits(steps: 1_000_000, size: 100_000)))
        #expect(error.kind == .limit, "\(error)")
    }
}

extension TemplateError {
    /// What stands in for a result that no thread has left.
    fileprivate static let missing: TemplateError = {
        do throws(TemplateError) {
            _ = try Template("{{ nothing.x }}", name: "missing").render([])
            preconditionFailure("an attribute of nothing is an error")
        } catch { return error }
    }()
}
