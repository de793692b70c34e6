import Foundation

/// An IEEE half by its definition: sign, five bits of exponent, ten of fraction; slow and obvious.
struct Half {
    let bits: UInt16

    init(bits: UInt16) { self.bits = bits }

    /// The nearest half at or below the magnitude of a number of ordinary size, or its infinity or NaN.
    init(_ number: Float) {
        let sign: UInt16 = number.sign == .minus ? 0x8000 : 0
        if number.isNaN {
            bits = 0x7E00
        } else if number.isInfinite {
            bits = sign | 0x7C00
        } else {
            var magnitude = sign
            // The largest pattern that does not exceed the number: patterns of one sign ascend with their values.
            var step: UInt16 = 0x4000
            while step > 0 {
                let trial = magnitude | step
                if trial & 0x7FFF < 0x7C00 && Half(bits: trial).value.magnitude <= number.magnitude {
                    magnitude = trial
                }
                step >>= 1
            }
            bits = magnitude
        }
    }

    /// The number that the bits stand for; every half is exactly a single.
    var value: Float {
        let sign: Double = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Double(bits & 0x3FF) / 1024
        switch exponent {
        case 0: return Float(sign * fraction * pow(2, -14))
        case 31: return fraction == 0 ? Float(sign) * .infinity : .nan
        default: return Float(sign * (1 + fraction) * pow(2, Double(exponent - 15)))
        }
    }
}
