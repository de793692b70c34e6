import Foundation
import Speculation

/// Puts something else where a count, a length, a type, an extent or an offset of a GGUF file stands.
struct GGUFDamage: FileDamage {
    private let places: [GGUFPlaces.Place]

    /// Finds the numbers of a sound file.
    init(_ sound: [UInt8]) { places = GGUFPlaces(Data(sound)).places }

    func wound(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        // Places are those of the sound file, so they are right as long as nothing has moved.
        guard let place = places.randomElement(using: &random), place.offset + place.width <= bytes.count else {
            return
        }
        let old = bytes[place.offset..<place.offset + place.width].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let new = WrongNumber.integer(insteadOf: old, &random)
        for byte in 0..<place.width { bytes[place.offset + byte] = UInt8(truncatingIfNeeded: new >> (8 * byte)) }
    }
}
