import Evaluation
import LanguageModels
import Tensors

extension BenchmarkReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case machine, model, method, kernels, passes, prompts, drafts, projections, strategies, versions, incomplete
    }

    private enum MachineKeys: String, CodingKey {
        case threads, processor, cores, facts
        case streamGigabytesPerSecond = "stream_gbps"
        case gigaflops = "fma_gflops"
        case pairGigaflops = "bf16_inputs_gflops"
        case wholeGigaflops = "q8_gflops"
        case byteGigaflops = "q8_inputs_gflops"
        case memoryBytes = "memory_bytes"
        case operatingSystem = "operating_system"
    }

    private enum ModelKeys: String, CodingKey {
        case name, dtype, inputs, random, layers, vocabulary, parameters
        case hiddenSize = "hidden_size"
        case intermediateSize = "intermediate_size"
        case heads
        case keyValueHeads = "key_value_heads"
    }

    private enum MethodKeys: String, CodingKey {
        case statistic
        case seconds = "seconds_each"
        case fewest = "fewest_runs"
    }

    /// Writes the contract.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kernels, forKey: .kernels)
        try container.encode(passes, forKey: .passes)
        try container.encode(prompts, forKey: .prompts)
        try container.encode(drafts, forKey: .drafts)
        try container.encode(projections, forKey: .projections)
        try container.encode(strategies, forKey: .strategies)
        try container.encode(versions, forKey: .versions)
        try container.encode(isIncomplete, forKey: .incomplete)
        try encodeMachine(container.nestedContainer(keyedBy: MachineKeys.self, forKey: .machine))
        try encodeModel(container.nestedContainer(keyedBy: ModelKeys.self, forKey: .model))
        var method = container.nestedContainer(keyedBy: MethodKeys.self, forKey: .method)
        try method.encode("median", forKey: .statistic)
        try method.encode(secondsOfPiece, forKey: .seconds)
        try method.encode(Repetitions.fewest, forKey: .fewest)
    }

    private func encodeMachine(_ container: KeyedEncodingContainer<MachineKeys>) throws {
        var container = container
        try container.encode(bounds.streamGigabytesPerSecond, forKey: .streamGigabytesPerSecond)
        try container.encode(bounds.gigaflops(.singles), forKey: .gigaflops)
        try container.encode(bounds.gigaflops(.roundedPairs), forKey: .pairGigaflops)
        try container.encode(bounds.gigaflops(.wholePairs), forKey: .wholeGigaflops)
        try container.encode(bounds.gigaflops(.wholeBytes), forKey: .byteGigaflops)
        try container.encode(bounds.threads, forKey: .threads)
        try container.encode(machine.processor, forKey: .processor)
        try container.encode(machine.cores, forKey: .cores)
        try container.encode(machine.facts, forKey: .facts)
        try container.encode(machine.memoryBytes, forKey: .memoryBytes)
        try container.encode(machine.operatingSystem, forKey: .operatingSystem)
    }

    private func encodeModel(_ container: KeyedEncodingContainer<ModelKeys>) throws {
        var container = container
        try container.encode(model, forKey: .name)
        try container.encode(weights.dtype, forKey: .dtype)
        try container.encode(weights.inputs.rawValue, forKey: .inputs)
        try container.encode(isRandom, forKey: .random)
        try container.encode(configuration.layerCount, forKey: .layers)
        try container.encode(configuration.vocabularySize, forKey: .vocabulary)
        try container.encode(configuration.parameterCount, forKey: .parameters)
        try container.encode(configuration.hiddenSize, forKey: .hiddenSize)
        try container.encode(configuration.intermediateSize, forKey: .intermediateSize)
        try container.encode(configuration.headCount, forKey: .heads)
        try container.encode(configuration.keyValueHeadCount, forKey: .keyValueHeads)
    }
}
