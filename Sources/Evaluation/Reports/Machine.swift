import Foundation
import Platform

/// The machine that figures were measured on.
public struct Machine: Sendable, Equatable, Encodable {
    /// The processor's name, or its architecture where the system tells no name.
    public let processor: String

    /// How many logical processors this process may use.
    public let cores: Int

    /// The memory's size in bytes.
    public let memoryBytes: UInt64

    /// The operating system's name and version.
    public let operatingSystem: String

    /// Whatever else bears on speed, such as the core type for which BLAS chose its kernels.
    public let facts: [String: String]

    /// Describes a machine.
    ///
    /// - Parameters:
    ///   - processor: The processor's name.
    ///   - cores: Logical processors.
    ///   - memoryBytes: The memory's size.
    ///   - operatingSystem: The operating system's name and version.
    ///   - facts: Whatever else bears on speed.
    public init(
        processor: String, cores: Int, memoryBytes: UInt64, operatingSystem: String, facts: [String: String] = [:]
    ) {
        self.processor = processor
        self.cores = cores
        self.memoryBytes = memoryBytes
        self.operatingSystem = operatingSystem
        self.facts = facts
    }

    /// This machine, with whatever else bears on speed.
    public static func current(facts: [String: String] = [:]) -> Machine {
        let process = ProcessInfo.processInfo
        return Machine(
            processor: Processor.name ?? Processor.architecture, cores: process.activeProcessorCount,
            memoryBytes: process.physicalMemory, operatingSystem: process.operatingSystemVersionString, facts: facts)
    }

    /// One line for the head of a table.
    package var summary: String {
        let memory = (Double(memoryBytes) / 0x1p30).formatted(decimals: 0)
        let extra = facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return (["\(processor), \(cores) cores, \(memory) GiB, \(operatingSystem)"] + extra).joined(separator: "; ")
    }

    private enum CodingKeys: String, CodingKey {
        case processor, cores, facts
        case memoryBytes = "memory_bytes"
        case operatingSystem = "operating_system"
    }
}
