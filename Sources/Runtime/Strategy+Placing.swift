import Speculation
import Strategies

extension Strategy {
    /// Opens something that the file names at a place; what is wrong with it is told there.
    ///
    /// - Parameters:
    ///   - place: Where, unless a part of it has a place of its own; nil where the command line names it, which has no place.
    ///   - open: Opens it.
    /// - Returns: What was opened.
    /// - Throws: `StrategyFaults` with the place, or what opening throws.
    func placing<Opened>(_ place: OptionPlace?, _ open: () throws -> Opened) throws -> Opened {
        do {
            return try open()
        } catch let part as PartError {
            return try placing(part.place) { throw part.error }
        } catch let error where !(error is StrategyFaults) {
            guard let place else { throw error }
            let isMissing = (error as? RuntimeError)?.isMissingPlace ?? false
            let hint = isMissing ? "; paths in a strategy file begin at the file's folder" : ""
            throw report([Fault("\(error)\(hint)", at: place)])
        }
    }
}
