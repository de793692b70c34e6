import Speculation

/// A way of damaging a file that knows something of its kind.
protocol FileDamage: Sendable {
    /// Gives a file one wound.
    ///
    /// - Parameters:
    ///   - bytes: The file, which may have wounds already.
    ///   - random: All chance.
    func wound(_ bytes: inout [UInt8], _ random: inout SeededRandom)
}

extension FileDamage where Self == ByteDamage {
    /// What a file's kind can suffer beyond damaged bytes, by the ending of its name.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - sound: Its content.
    /// - Returns: Damage of that kind.
    static func suited(to name: String, _ sound: [UInt8]) -> any FileDamage {
        switch name.split(separator: ".").last {
        case "safetensors": SafetensorsDamage()
        case "gguf": GGUFDamage(sound)
        default: TextDamage()
        }
    }
}
