import ArgumentParser
import Speculation

/// Reads a number of the command line, and says what range it must be in where it is in none.
///
/// For the options of commands; those that replace values of a strategy file are checked where files are (``WrittenValue``).
enum RangedNumber {
    /// Reads a whole number that is not too small.
    static func whole(from least: Int) -> @Sendable (String) throws -> Int {
        { text in
            guard let number = Int(text), number >= least else {
                throw ValidationError("it must be an integer of at least \(least)")
            }
            return number
        }
    }

    /// Reads a whole number of a range.
    static func whole(in range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
        { text in
            guard let number = Int(text), range.contains(number) else {
                throw ValidationError("it must be an integer in \(range.lowerBound)...\(range.upperBound)")
            }
            return number
        }
    }

    /// Reads a number of a range.
    static func real(in range: ClosedRange<Double>) -> @Sendable (String) throws -> Double {
        { text in
            guard let number = Double(text), range.contains(number) else {
                let bounds = [range.lowerBound, range.upperBound].map { OptionReader.written($0) }
                throw ValidationError("it must be a number in \(bounds[0])...\(bounds[1])")
            }
            return number
        }
    }

    /// Reads a number above 0.
    static func positive(upTo most: Double) -> @Sendable (String) throws -> Double {
        { text in
            guard let number = Double(text), number > 0, number <= most else {
                throw ValidationError("it must be a number above 0 and at most \(OptionReader.written(most))")
            }
            return number
        }
    }
}
