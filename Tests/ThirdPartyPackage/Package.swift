// swift-tools-version: 6.1
import PackageDescription

let toolkit = Package.Dependency.package(name: "espalier", path: "../..")

func product(_ name: String) -> Target.Dependency { .product(name: name, package: "espalier") }

let package = Package(
    name: "orchard",
    platforms: [.macOS(.v15)],
    products: [.library(name: "OrchardLibrary", targets: ["OrchardLibrary"])],
    dependencies: [toolkit],
    targets: [
        .target(name: "OrchardLibrary", dependencies: [product("Espalier")]),
        .executableTarget(
            name: "orchard", dependencies: ["OrchardLibrary", product("BuiltinPlugins"), product("EspalierTool")]),
        .testTarget(
            name: "OrchardLibraryTests",
            dependencies: ["OrchardLibrary", "orchard", product("Espalier"), product("SpeculationTestKit")]),
    ]
)

// A program of its own that decodes.
package.targets.append(
    .executableTarget(name: "story", dependencies: [product("Espalier"), product("BuiltinPlugins")]))
