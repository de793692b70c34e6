public import Speculation
public import Tensors

/// A draft head that can be written as the files of a checkpoint folder, and be put to work to see that it was.
public protocol StorableHead: Sendable {
    /// The narrowest format that holds every number of the head exactly.
    var exactFormat: StorageFormat { get }

    /// The layout in which training runs store it: the first that can express it.
    var layout: HeadLayout { get }

    /// A policy that decodes with the present parameters.
    func policy() throws -> any DraftPolicy

    /// The head as the files of a checkpoint folder.
    ///
    /// - Parameters:
    ///   - layout: Which engine shall load it.
    ///   - format: How numbers are stored; rounding is to the nearest.
    /// - Returns: File names with their contents.
    /// - Throws: If the layout cannot express this head, or a number does not fit the format.
    func files(in layout: HeadLayout, storing format: StorageFormat) throws -> [HeadFile]
}

extension StorableHead {
    /// Single precision, in which heads compute; a head that knows itself to need less says so.
    public var exactFormat: StorageFormat { .float32 }
}
