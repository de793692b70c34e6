public import Speculation
public import Tensors

/// A draft head that can be written as the files of a checkpoint folder, and be put to work to see that it was.
public protocol StorableHead: Sendable {
    /// The narrowest type that holds every number of the head exactly.
    var exactElement: ElementType { get }

    /// A policy that decodes with the present parameters.
    func policy() throws -> any DraftPolicy

    /// The head as the files of a checkpoint folder.
    ///
    /// - Parameters:
    ///   - layout: Which engine shall load it.
    ///   - element: How numbers are stored; rounding is to the nearest.
    /// - Returns: File names with their contents.
    /// - Throws: If the layout cannot express this head, or a number does not fit the type.
    func files(in layout: HeadLayout, storing element: ElementType) throws -> [HeadFile]
}

extension StorableHead {
    /// Single precision, in which heads compute; a head that knows itself to need less says so.
    public var exactElement: ElementType { .float32 }
}
