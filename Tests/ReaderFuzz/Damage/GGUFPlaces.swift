import Foundation

/// Where the numbers stand that hold a sound GGUF file together: counts, lengths, types, extents, offsets.
///
/// Bits that are flipped anywhere mostly land in numbers of tensors, which cannot be wrong; these can.
struct GGUFPlaces {
    /// A number of the file.
    struct Place {
        let offset: Int

        /// Its size in bytes: 4 or 8.
        let width: Int
    }

    private(set) var places: [Place] = []
    private let bytes: Data
    private var offset = 8

    /// Finds the places of a file that is sound.
    ///
    /// - Precondition: It is.
    init(_ bytes: Data) {
        self.bytes = bytes
        places.append(Place(offset: 4, width: 4))
        let tensors = number(8)
        let entries = number(8)
        for _ in 0..<entries {
            text()
            value(number(4))
        }
        for _ in 0..<tensors {
            text()
            for _ in 0..<number(4) { _ = number(8) }
            _ = number(4)
            _ = number(8)
        }
    }

    /// Notes and passes a number.
    private mutating func number(_ width: Int) -> Int {
        places.append(Place(offset: offset, width: width))
        let number = bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
        offset += width
        return number
    }

    private mutating func text() { offset += number(8) }

    private mutating func value(_ type: Int) {
        switch type {
        case 8: text()
        case 9:
            let element = number(4)
            let count = number(8)
            // A few elements stand for all of them.
            for place in 0..<count {
                let known = places.count
                value(element)
                if place > 3 { places.removeLast(places.count - known) }
            }
        case 4, 5, 6: _ = number(4)
        case 10, 11, 12: _ = number(8)
        case 2, 3: offset += 2
        default: offset += 1
        }
    }
}
