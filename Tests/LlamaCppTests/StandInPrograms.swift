import Foundation
import JSON
import ModelTestKit

/// Scripts in place of llama.cpp's programs: a bench that prints figures that were told, and a server whose part in the
/// conversation ``StandInServer`` plays.
struct StandInPrograms {
    let folder: TemporaryFolder

    /// Where the server's script writes the arguments that it was started with.
    var serverArguments: URL { folder.file("arguments") }

    init(figures: [[String: Int]] = [], failing: Bool = false) throws {
        folder = try TemporaryFolder()
        let list = JSONValue.array(
            figures.map { .object($0.sorted { $0.key < $1.key }.map { JSONMember($0.key, .integer($0.value)) }) })
        try folder.write(list.indentedText, to: "figures.json")
        let bench =
            failing
            ? "echo 'error: unable to load the model' >&2; exit 3"
            : "echo \"$@\" >> '\(folder.path)/bench-arguments'; cat '\(folder.path)/figures.json'"
        let server =
            failing
            ? "echo 'error: unable to load the model' >&2; exit 3"
            : "echo \"$@\" > '\(folder.path)/arguments.new'; "
                + "mv '\(folder.path)/arguments.new' '\(folder.path)/arguments'; exec sleep 60"
        for (name, command) in [("llama-bench", bench), ("llama-server", server)] {
            let file = try folder.write("#!/bin/sh\n\(command)\n", to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
    }
}
