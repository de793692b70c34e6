#if os(Linux)
    import Foundation
    import ModelTestKit
    import Speculation
    import Testing

    /// Commands that are killed at any moments and begun again end with the same bits, and leave nothing else.
    ///
    /// A few kills of each are made every time. `ESPALIER_KILLS=500` makes so many over all commands,
    /// `ESPALIER_KILL_COMMANDS=train,compare` of some, and `ESPALIER_KILL_SEED` at other moments.
    @Suite(.serialized)
    struct KillTests {
        private static let environment = ProcessInfo.processInfo.environment

        private static var names: [String] {
            let chosen = environment["ESPALIER_KILL_COMMANDS"]?.split(separator: ",").map(String.init)
            return KillTrial.all.map(\.name).filter { chosen?.contains($0) ?? true }
        }

        /// How many times each command is killed.
        private static var count: Int {
            guard let all = environment["ESPALIER_KILLS"].flatMap({ Int($0) }) else { return 2 }
            return (all + names.count - 1) / max(names.count, 1)
        }

        private static var seed: UInt64 { environment["ESPALIER_KILL_SEED"].flatMap { UInt64($0) } ?? 1 }

        @Test(arguments: names)
        func `Killed at any moment and begun again, a command ends as if it had never been`(name: String) throws {
            let trial = try #require(KillTrial.all.first { $0.name == name })
            let whole = try trial.folder()
            let begun = ContinuousClock.now
            let undisturbed = try RunningCommand(trial.arguments(whole)).finish()
            let length = (ContinuousClock.now - begun) / .seconds(1)
            try #require(undisturbed.status == 0, "\(undisturbed)")
            let expected = try trial.results(in: whole)

            var random = SeededRandom(
                seed: Self.seed, stream: UInt64(KillTrial.all.firstIndex { $0.name == name } ?? 0))
            var (kills, rounds, differences) = (0, 0, 0)
            while kills < Self.count {
                let folder = try trial.folder()
                let made = try finish(trial, in: folder, within: length, most: Self.count - kills, &random)
                (kills, rounds) = (kills + made, rounds + 1)
                let results = try trial.results(in: folder)
                let place = "\(name), seed \(Self.seed), the round that ends with kill \(kills)"
                #expect(results.keys.sorted() == expected.keys.sorted(), "\(place)")
                for (path, result) in expected {
                    guard let found = results[path], found != result else { continue }
                    differences += 1
                    Issue.record("\(place): \(path): \(found.difference(from: result))")
                }
            }
            if Self.count > 20 { print("\(name): \(kills) kills in \(rounds) rounds, \(differences) differences") }
        }

        /// Runs a command to its end, killing it on the way.
        ///
        /// - Returns: How many times it was killed.
        private func finish(
            _ trial: KillTrial, in folder: TemporaryFolder, within seconds: Double, most: Int,
            _ random: inout SeededRandom
        ) throws -> Int {
            // A few kills and then none, so that a command that cannot be gone on from ends all the same.
            let planned = min(1 + Int(random.next() % 4), most)
            var kills = 0
            while true {
                let command = try RunningCommand(trial.arguments(folder))
                if kills < planned {
                    Thread.sleep(forTimeInterval: random.uniform() * seconds * 1.1)
                    let number = random.next() % 2 == 0 ? SIGKILL : SIGTERM
                    let isRunning = command.process.isRunning
                    if isRunning { kill(command.process.processIdentifier, number) }
                    let run = try command.finish()
                    try trial.checkDocument(in: folder)
                    let wasKilled = run.signal == number || run.status == 128 + number
                    if wasKilled {
                        kills += 1
                        continue
                    }
                    try #require(trial.isDone(run), "\(trial.name), kill \(kills): \(run)")
                    return kills
                }
                let run = try command.finish()
                try #require(trial.isDone(run), "\(trial.name), after \(kills) kills: \(run)")
                return kills
            }
        }
    }
#endif
