// swift-tools-version: 6.1
import PackageDescription

// Every Swift target gets the same language features; `.ci/run` adds the explicit-import check.
let strictness: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A layer of the toolkit.
///
/// `uses` names only layers that stand above it in this file: imports point downwards.
func layer(_ name: String, uses: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: uses, resources: resources, swiftSettings: strictness)
}

/// One idea under `Plugins/`, in a folder named by contract and by the word of the strategy file.
///
/// Every plugin may use the contracts; those that run a network also name its layers.
func plugin(_ name: String, in folder: String, uses: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: ["Speculation"] + uses, path: "Plugins/\(folder)", swiftSettings: strictness)
}

/// The tests of the target of the same name.
func tests(of name: String, uses: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + uses, resources: resources,
        swiftSettings: strictness)
}

let plugins: [Target] = [
    plugin("NonePlugin", in: "Drafts/none"),
    plugin("EAGLE3Plugin", in: "Drafts/eagle3", uses: ["Training", "LanguageModels", "Autograd", "Tensors", "JSON"]),
    plugin("MedusaPlugin", in: "Drafts/medusa", uses: ["LanguageModels", "Tensors"]),
    plugin("SmallModelPlugin", in: "Drafts/small-model", uses: ["Training", "LanguageModels", "Autograd", "Tensors"]),
    plugin("LayerSkipPlugin", in: "Drafts/layer-skip", uses: ["LanguageModels", "Tensors"]),
    plugin("PromptLookupPlugin", in: "Drafts/prompt-lookup"),
    plugin("LookaheadPlugin", in: "Drafts/lookahead"),
    plugin("SuffixPlugin", in: "Drafts/suffix"),
    plugin("TokenRecyclingPlugin", in: "Drafts/token-recycling", uses: ["Tensors"]),
    plugin("RetrievalPlugin", in: "Drafts/retrieval", uses: ["LanguageModels", "Files"]),
    plugin("MergedPlugin", in: "Drafts/merged"),
    plugin("ChainPlugin", in: "Trees/chain"),
    plugin("StaticPlugin", in: "Trees/static"),
    plugin("DynamicPlugin", in: "Trees/dynamic"),
    plugin("FullPlugin", in: "Trees/full"),
    plugin("OptTreePlugin", in: "Trees/opt-tree"),
    plugin("SequoiaPlugin", in: "Trees/sequoia"),
    plugin("ThresholdPlugin", in: "Trees/threshold"),
    plugin("CostAwarePlugin", in: "Trees/cost-aware", uses: ["Costs"]),
    plugin("GreedyPlugin", in: "Verifiers/greedy"),
    plugin("SamplingPlugin", in: "Verifiers/sampling"),
    plugin("SpecInferPlugin", in: "Verifiers/spec-infer"),
    plugin("WithoutReplacementPlugin", in: "Verifiers/without-replacement"),
    plugin("BlockPlugin", in: "Verifiers/block"),
    plugin("TraversalPlugin", in: "Verifiers/traversal"),
    plugin("TypicalPlugin", in: "Verifiers/typical"),
    plugin("TopKTolerancePlugin", in: "Verifiers/top-k-tolerance"),
    plugin("CrossEntropyPlugin", in: "Objectives/cross-entropy"),
    plugin("LKPlugin", in: "Objectives/lk"),
    plugin("HASSPlugin", in: "Objectives/hass"),
    plugin("GroupTreePlugin", in: "Objectives/group-tree"),
    plugin("SoftTreePlugin", in: "Objectives/soft-tree"),
]
let everyPlugin = plugins.map { Target.Dependency(stringLiteral: $0.name) }

let package = Package(
    name: "espalier",
    // Linux is what is built and tested. This only names the macOS whose library has what is used, for whoever ports it:
    // what depends on the system lies in Sources/Platform.
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "espalier", targets: ["espalier"]),
        .library(
            name: "Espalier",
            targets: [
                "Speculation", "Decoding", "LanguageModels", "Strategies", "Evaluation", "Training", "Runtime",
                "Tensors",
            ]),
        .library(name: "BuiltinPlugins", targets: ["BuiltinPlugins"]),
        .library(name: "EspalierTool", targets: ["EspalierTool"]),
        .library(name: "SpeculationTestKit", targets: ["SpeculationTestKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        // Builds the documentation; nothing that is compiled depends on it.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
    ],
    targets: [
        // System libraries and C.
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CKernels"),

        // The toolkit, bottom to top.
        .target(name: "CPlatform"),
        layer("Platform", uses: ["CPlatform"]),
        layer("JSON"),
        layer("Files", uses: ["JSON", "Platform"]),
        layer("Templates", uses: ["Files", "JSON"]),
        layer("YAML", uses: ["Files", "CLibYAML"]),
        layer("Tensors", uses: ["CKernels", "COpenBLAS"]),
        layer("Autograd", uses: ["Tensors", "CKernels", "COpenBLAS"]),
        layer("Speculation"),
        // Several processes as one.
        layer("Ranks", uses: ["Speculation"]),
        layer("Costs", uses: ["Speculation"]),
        layer("LanguageModels", uses: ["Speculation", "Tensors", "Templates", "Files", "JSON", logging]),
        layer("Decoding", uses: ["Speculation"]),
        layer("Strategies", uses: ["LanguageModels", "Speculation", "Tensors", "Files", "YAML"]),
        layer("Evaluation", uses: ["Decoding", "LanguageModels", "Costs", "Speculation", "Files", "JSON", "Platform"]),
        layer(
            "Training",
            uses: [
                "Evaluation", "Decoding", "LanguageModels", "Speculation", "Autograd", "Tensors", "Files", "JSON",
                "Ranks",
            ]),
        layer("Benchmarks", uses: ["Evaluation", "LanguageModels", "Speculation", "Tensors", "JSON", "Platform"]),
        // Runs llama.cpp's own programs beside this engine.
        layer(
            "LlamaCpp",
            uses: ["Benchmarks", "Evaluation", "Decoding", "LanguageModels", "Speculation", "JSON", "Platform"]),
        layer("DemoModel", resources: [.copy("Resources"), .copy("../../strategies")]),
        // From a strategy and its models to an engine and a stream of text.
        layer(
            "Runtime",
            uses: [
                "DemoModel", "Training", "Evaluation", "Strategies", "Decoding", "LanguageModels", "Costs",
                "Speculation", "Autograd", "Tensors", "Templates", "Files", "JSON", "Platform", "Ranks", logging,
            ]),
    ] + plugins + [
        // The list of all these.
        .target(
            name: "BuiltinPlugins", dependencies: ["Speculation"] + everyPlugin, path: "Plugins/BuiltinPlugins",
            swiftSettings: strictness),
        // The whole command, for any list of plugins; and the command with those of the list above.
        layer(
            "EspalierTool",
            uses: [
                "Runtime", "DemoModel", "Benchmarks", "LlamaCpp", "Training", "Evaluation", "Strategies", "Costs",
                "Decoding", "LanguageModels", "Speculation", "Autograd", "Tensors", "Files", "JSON",
                "Platform", "Ranks", "Templates", argumentParser, logging,
            ]),
        .executableTarget(
            name: "espalier", dependencies: ["EspalierTool", "BuiltinPlugins"], swiftSettings: strictness),

        // What third parties test their plugins with, and our own tests.
        .target(
            name: "SpeculationTestKit", dependencies: ["Speculation", "Decoding"], path: "Tests/SpeculationTestKit",
            swiftSettings: strictness),
        // Model folders for tests: random, and broken on purpose.
        .target(name: "ModelTestKit", path: "Tests/ModelTestKit", swiftSettings: strictness),

        // Counts what a test takes from the heap.
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        // Says what a test was at when its process ends.
        .target(name: "CaseWatch", path: "Tests/CaseWatch"),

        tests(of: "Speculation"),
        tests(of: "Costs"),
        tests(
            of: "Decoding",
            uses: [
                "AllocationCounter", "Costs", "DemoModel", "LanguageModels", "ModelTestKit", "Speculation",
                "SpeculationTestKit", "Tensors",
            ] + everyPlugin,
            resources: [.copy("Resources")]),
        tests(
            of: "Strategies",
            uses: ["BuiltinPlugins", "JSON", "LanguageModels", "Speculation", "SpeculationTestKit", "Tensors", "YAML"]
                + everyPlugin),
        .testTarget(
            name: "PluginTests",
            dependencies: ["BuiltinPlugins", "Costs", "Decoding", "Speculation", "SpeculationTestKit"] + everyPlugin,
            resources: [.copy("Resources")], swiftSettings: strictness),
        tests(of: "Platform"),
        tests(of: "JSON"),
        tests(of: "Files", uses: ["ModelTestKit"]),
        tests(of: "Templates", uses: ["JSON"], resources: [.copy("Resources")]),
        tests(of: "YAML"),
        tests(of: "Tensors"),
        tests(of: "Autograd", uses: ["Tensors"]),
        tests(
            of: "EAGLE3Plugin",
            uses: [
                "Autograd", "BlockPlugin", "ChainPlugin", "Decoding", "DemoModel", "DynamicPlugin", "GreedyPlugin",
                "JSON",
                "LanguageModels", "ModelTestKit", "SamplingPlugin", "SpecInferPlugin", "Speculation",
                "SpeculationTestKit", "StaticPlugin", "Tensors", "Training", "TraversalPlugin",
                "WithoutReplacementPlugin",
            ],
            resources: [.copy("Resources")]),
        tests(
            of: "MedusaPlugin",
            uses: [
                "ChainPlugin", "Decoding", "DemoModel", "DynamicPlugin", "LanguageModels", "ModelTestKit",
                "SamplingPlugin", "Speculation", "SpeculationTestKit", "StaticPlugin", "Tensors",
            ],
            resources: [.copy("Resources")]),
        tests(
            of: "LanguageModels", uses: ["DemoModel", "JSON", "ModelTestKit", "Speculation", "Templates", "Tensors"],
            resources: [.copy("Resources")]),
        // Damages files of every kind that is read: hundreds each time, a million where ESPALIER_FUZZ_CASES says so.
        .testTarget(
            name: "ReaderFuzz",
            dependencies: [
                "AllocationCounter", "Autograd", "BuiltinPlugins", "CaseWatch", "Costs", "Decoding", "DemoModel",
                "EAGLE3Plugin", "Evaluation", "GreedyPlugin", "JSON", "LanguageModels", "ModelTestKit", "Runtime",
                "Speculation", "Strategies", "Templates", "Tensors", "Training",
            ],
            path: "Tests/ReaderFuzz", resources: [.copy("Corpus")], swiftSettings: strictness),
        tests(of: "Evaluation", uses: ["Decoding", "LanguageModels", "Costs", "Speculation", "JSON"]),
        tests(
            of: "Benchmarks",
            uses: ["Evaluation", "EAGLE3Plugin", "JSON", "LanguageModels", "ModelTestKit", "Speculation", "Tensors"]),
        tests(
            of: "LlamaCpp",
            uses: [
                "Benchmarks", "Decoding", "Evaluation", "JSON", "LanguageModels", "ModelTestKit", "Speculation",
                "SpeculationTestKit", "Tensors",
            ]),
        tests(
            of: "Training",
            uses: [
                "Autograd", "Decoding", "DemoModel", "Evaluation", "JSON", "LanguageModels", "ModelTestKit",
                "Speculation", "Tensors",
            ] + everyPlugin,
            resources: [.copy("Resources")]),
        tests(
            of: "Runtime",
            uses: ["BuiltinPlugins", "Decoding", "DemoModel", "LanguageModels", "Speculation", "Strategies", "Tensors"]),
        // They run the built command and never import it.
        .testTarget(
            name: "EspalierTests",
            dependencies: [
                "espalier", "DemoModel", "JSON", "LanguageModels", "ModelTestKit", "Speculation", "Tensors",
            ],
            resources: [.copy("Resources")], swiftSettings: strictness),
    ],
    swiftLanguageModes: [.v6]
)
