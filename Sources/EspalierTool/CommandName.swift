import Foundation

/// What the user called the command: `espalier`, or the program of somebody whose plugins are in it.
enum CommandName {
    /// The program's name without its folder.
    static let current: String = {
        let name = CommandLine.arguments.first.map { URL(fileURLWithPath: $0).lastPathComponent } ?? ""
        return name.isEmpty ? "espalier" : name
    }()
}
