/// A name in quotes, cut where it is long.
func quoted(_ name: String) -> String {
    let scalars = name.unicodeScalars
    return scalars.count <= 60 ? "'\(name)'" : "'\(String(scalars.prefix(57)))...'"
}
