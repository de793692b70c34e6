/// HTML that has been escaped: jinja2's `escape` and `safe` mark a string so.
enum Markup {
    /// Two strings after each other; where one is markup the other is escaped.
    static func sum(_ left: Text, _ right: Text) -> Text {
        guard left.isMarkup || right.isMarkup else { return Text(units: left.units + right.units) }
        return Text(units: escaped(left).units + escaped(right).units, isMarkup: true)
    }

    /// A string with HTML's characters spelled out; markup stays as it is.
    static func escaped(_ text: Text) -> Text {
        guard !text.isMarkup else { return text }
        var units: [UInt32] = []
        for unit in text.units {
            let spelling: String
            switch unit & Text.scalar {
            case 0x26: spelling = "&amp;"
            case 0x3C: spelling = "&lt;"
            case 0x3E: spelling = "&gt;"
            case 0x22: spelling = "&#34;"
            case 0x27: spelling = "&#39;"
            default:
                units.append(unit)
                continue
            }
            for scalar in spelling.unicodeScalars { units.append(scalar.value | (unit & ~Text.scalar)) }
        }
        return Text(units: units, isMarkup: true)
    }
}
