import ArgumentParser
import Evaluation
import Files
import Foundation
import Runtime
import Speculation
import Strategies

/// Measures what passes of target and draft cost on this machine, for strategies that weigh tokens against time.
struct CalibrateCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Measure what passes of target and draft cost on this machine.",
        discussion: """
            Shows the costs as a table and stores them in the user's cache folder (espalier under XDG_CACHE_HOME or \
            ~/.cache), where strategies with the tree builder 'cost-aware' find them. They are kept for each target, \
            draft, machine and number of threads. A file written by --output may be named in a strategy's tree \
            section (costs: FILE), which pins them.
            """)

    @OptionGroup(title: "Strategy") var strategy: StrategyOptions

    @Option(help: ArgumentHelp("Write the costs to this file as well.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("Seconds to go on measuring, 1 to 60; 10 unless given.", valueName: "seconds"),
        transform: RangedNumber.whole(in: 1...60))
    var seconds = 10

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        try json.refuseSharing(with: output, of: "--output")
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        try json.checkWritable()
        if let output { try AtomicFile.checkWritable(output) }
        var factory = try strategy.models.engineFactory
        let strategy = try strategy.read(otherwise: "eagle3-cost-aware", naming: registry)
        let target = try factory.target(of: strategy)
        let engine = try factory.engine(for: strategy, findsCosts: false)
        let locator = CostLocator(target: target, onRemark: StandardError.remark)
        let bar = ProgressBar()
        defer { bar.clear() }
        let (calibration, failure) = try locator.measure(
            for: Double(seconds), strategy, running: engine, onProgress: { bar.draw($0) })
        bar.clear()
        if let output { try AtomicFile.write(CalibrationFile.text(of: calibration), to: output) }
        let listing = CalibrationListing(
            calibration: calibration, stored: failure == nil ? locator.cache.path(of: calibration.key) : nil)
        try json.write(listing, showing: listing.text)
        if let failure { throw failure }
    }
}
