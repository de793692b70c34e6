/// How a statement ends.
enum Flow {
    case on
    case `break`
    case `continue`
}
