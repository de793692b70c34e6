public import Speculation
public import Tensors

/// A draft that can be written as the files of a checkpoint folder, and be put to work to see that it was.
public protocol StorableDraft: Sendable {
    /// The narrowest format that holds every number of the draft exactly.
    var exactFormat: StorageFormat { get }

    /// The layout in which training runs store it: the first that can express it.
    var layout: DraftLayout { get }

    /// What is odd about the files that it was opened from, in a sentence each; none unless given.
    var remarks: [String] { get }

    /// A policy that decodes with the present parameters.
    func policy() throws -> any DraftPolicy

    /// The draft as the files of a checkpoint folder.
    ///
    /// - Parameters:
    ///   - layout: Which engine shall load it.
    ///   - format: How numbers are stored; rounding is to the nearest.
    /// - Returns: File names with their contents.
    /// - Throws: If the layout cannot express this draft, or a number does not fit the format.
    func files(in layout: DraftLayout, storing format: StorageFormat) throws -> [DraftFile]
}

extension StorableDraft {
    /// Single precision, in which drafts are trained; one that knows itself to need less says so.
    public var exactFormat: StorageFormat { .float32 }

    /// Nothing.
    public var remarks: [String] { [] }
}
