/// Why the folder of a training run cannot be used, in one sentence.
public enum RunFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another run holds the lock.
    case busy(folder: String)

    /// The folder holds files that no training run wrote.
    case foreign(folder: String, example: String)

    /// A link stands where a run has a file or a folder of its own.
    case linked(folder: String, name: String)

    /// The folder's states belong to a run with other settings.
    case otherRun(folder: String, what: String, found: String, expected: String)

    /// No state can be read.
    case allDamaged(folder: String, remarks: [String])

    /// The sentence, without a full stop.
    public var description: String {
        switch self {
        case .busy(let folder): "\(folder): another run is at work in this folder"
        case .foreign(let folder, let example):
            "\(folder): the folder holds '\(example)', which is no training run's: name an empty or new folder"
        case .linked(let folder, let name):
            "\(folder): '\(name)' is a link, and a run writes nothing outside its folder: remove it, or name another folder"
        case .otherRun(let folder, let what, let found, let expected):
            "\(folder): the run in this folder has other settings (\(what): \(found), now \(expected)); name another "
                + "folder, or begin anew with --restart"
        case .allDamaged(let folder, let remarks):
            "\(folder): no state can be read (\(remarks.joined(separator: "; "))); begin anew with --restart"
        }
    }
}
