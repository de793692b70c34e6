import Costs
import Decoding
import Evaluation
import Foundation
import Speculation
import Testing

/// Measured costs: their file, their place in the cache, and how they are measured.
struct CalibrationTests {
    private static let key = CalibrationKey(
        settings: ["target": "demo", "threads": "2"], versions: ["espalier": "0.1.0", "bytes": "17"])

    private static func calibration(_ key: CalibrationKey = key) throws -> Calibration {
        Calibration(
            key: key,
            costs: RoundCosts(
                verify: try #require(
                    CostCurve(sizes: [1, 2, 8], contexts: [64, 512], seconds: [1e-3, 0.002, 0.1, 1.5e-3, 3, 1 / 3])),
                read: try #require(CostCurve(sizes: [1], contexts: [64], seconds: [0.25])),
                draft: .line(first: 0, step: 0),
                otherSeconds: 1.25e-5))
    }

    private static func folder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("calibration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    @Test
    func `What is written is read again to the bit`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = CalibrationCache(folder: folder.appendingPathComponent("new/espalier"))
        #expect(try cache.calibration(of: Self.key) == nil)
        try cache.store(Self.calibration())
        #expect(try cache.calibration(of: Self.key) == Self.calibration())
        // A second one takes the first one's place and leaves nothing else behind.
        try cache.store(Self.calibration())
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache.folder.path).count == 1)
    }

    @Test
    func `Costs of several drafts are read again to the bit`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let single = try Self.calibration().costs
        let other = DraftCosts(read: .line(first: 0.5, step: 0.25), draft: single.drafts[0].read)
        let costs = RoundCosts(verify: single.verify, drafts: [other, single.drafts[0], other], otherSeconds: 0.5)
        let file = folder.appendingPathComponent("costs.json")
        let text = CalibrationFile.text(of: Calibration(key: Self.key, costs: costs))
        try text.write(to: file, atomically: true, encoding: .utf8)
        #expect(try CalibrationFile.read(file.path).costs == costs)
        for list in ["[]", "{}", "[1]"] {
            let damaged = String(text.prefix(upTo: try #require(text.range(of: "\"drafts\"")).lowerBound))
            try (damaged + "\"drafts\": \(list)}").write(to: file, atomically: true, encoding: .utf8)
            let error = #expect(throws: CalibrationError.self) { try CalibrationFile.read(file.path) }
            #expect(error?.description.contains(list == "[1]" ? "'read' must hold" : "'drafts' must be a list") == true)
        }
    }

    @Test
    func `Every setting has a file of its own`() throws {
        let cache = CalibrationCache(folder: URL(fileURLWithPath: "/tmp"))
        let other = CalibrationKey(settings: ["target": "demo", "threads": "1"], versions: Self.key.versions)
        let newer = CalibrationKey(settings: Self.key.settings, versions: ["espalier": "0.2.0"])
        #expect(cache.path(of: other) != cache.path(of: Self.key))
        #expect(cache.path(of: newer) == cache.path(of: Self.key))
    }

    @Test
    func `A file of another version is stale`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = CalibrationCache(folder: folder)
        try cache.store(Self.calibration())
        let newer = CalibrationKey(settings: Self.key.settings, versions: ["espalier": "0.2.0", "bytes": "17"])
        let error = #expect(throws: CalibrationError.self) { try cache.calibration(of: newer) }
        #expect(error?.description.hasSuffix("is stale: espalier was 0.1.0 and is 0.2.0 now") == true)
    }

    @Test(arguments: [
        ("", "is no calibration: 1:1"),
        ("{\"format\": \"espalier co", "is no calibration: 1:"),
        ("{}", "is no calibration of this version: its 'format' is not \"espalier costs 1\""),
        ("\"other_seconds\": -1,", "'other_seconds' must be a number, neither negative nor longer than a day"),
        ("\"other_seconds\": 1e300,", "'other_seconds' must be a number, neither negative nor longer than a day"),
        (
            "\"verify\": {\"sizes\": [1, 2], \"contexts\": [1], \"seconds\": [[1, 1e308]]},",
            "'verify' must hold ascending"
        ),
        ("\"settings\": 3,", "'settings' must be an object of texts"),
        ("\"verify\": {\"sizes\": [2, 1], \"contexts\": [1], \"seconds\": [[1, 1]]},", "'verify' must hold ascending"),
    ])
    func `A damaged file says what is wrong with it`(damage: String, message: String) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = CalibrationCache(folder: folder)
        var text = damage
        if damage.hasSuffix(",") {
            // The damaged member takes the place of the good one.
            let name = String(damage.split(separator: "\"")[0])
            let members = ["other_seconds": "0", "settings": "{}", "versions": "{}", "verify": "{}"]
                .filter { $0.key != name }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
            text = "{\"format\": \"espalier costs 1\", \(damage) \(members)}"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: cache.path(of: Self.key)))
        let error = #expect(throws: CalibrationError.self) { try cache.calibration(of: Self.key) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        #expect(error?.file == cache.path(of: Self.key))
    }

    @Test
    func `The cache is where the system's conventions say`() {
        let folder = { CalibrationCache.user(environment: $0).folder.path }
        #expect(folder(["XDG_CACHE_HOME": "/x/y", "HOME": "/h"]) == "/x/y/espalier")
        #expect(folder(["XDG_CACHE_HOME": "relative", "HOME": "/h"]) == "/h/.cache/espalier")
        #expect(folder(["HOME": "/h"]) == "/h/.cache/espalier")
    }

    @Test
    func `Every kind of pass is measured at every size, within any context`() throws {
        for limit in [60, 2_000] {
            let engine = DecodingEngine(
                target: ScriptedTarget(contextLimit: limit), draft: ScriptedDraft(), builder: ScriptedChain(),
                verifier: ScriptedVerifier())
            let costs = try CostMeasurement(engine: engine, largestTree: 3, width: 2, seconds: 0).run()
            #expect(costs.verify.sizes == [1, 2, 3, 4])
            #expect(costs.verify.contexts.count == (limit == 60 ? 1 : 2))
            #expect(costs.verify.seconds.allSatisfy { $0 > 0 })
            #expect(costs.drafts[0].read.sizes == [1, 2, 4, 8])
            // The script proposes one child, so that no two nodes can be grown at once.
            #expect(costs.drafts[0].draft.sizes == [1])
            #expect(costs.otherSeconds > 0)
        }
        let plain = DecodingEngine(
            target: ScriptedTarget(), draft: nil, builder: nil, verifier: ScriptedVerifier())
        let costs = try CostMeasurement(engine: plain, largestTree: 1, seconds: 0).run()
        #expect(costs.drafts[0].read.seconds(size: 1, context: 10) == 0)
    }

    @Test
    func `The report shows each measured size at each context`() throws {
        let text = CalibrationReport(of: try Self.calibration().costs).text
        #expect(text.contains("    8     100.0      333.3  "))
        #expect(text.contains("ms at 64") && text.contains("ms at 512"))
        #expect(text.hasSuffix("Everything else in a round: 0.013 ms\n") || text.hasSuffix("round: 0.012 ms\n"))
    }
}
