import Foundation
import LanguageModels
import Ranks

/// A regeneration in progress: conversations are decoded side by side, and leave in the order of their prompts.
struct RegenerationRun {
    /// So many prompts in a row without a new one mean that the target has no more to say.
    private static let mostDropsInARow = 1000

    let regeneration: Regeneration
    private let total: Int
    private let doneBefore: Int
    private let start = ContinuousClock.now
    private(set) var generation: BatchedGeneration
    private var tasks: [Int: RegenerationTask] = [:]

    /// Those that are complete while an earlier one is not.
    var waiting: [Int: RegenerationRecord] = [:]

    /// The number of the next prompt to begin, and of the next record to leave.
    private var (next, leaving): (Int, Int)

    /// The other processes that have not come to their end yet; the leader's.
    var others: Set<Int> = []

    /// What they generated.
    var tokensOfOthers = 0

    private var summary = RegenerationSummary()

    /// Synthesised prompts that are kept or excluded.
    private var known: Set<String> = []
    private var dropsInARow = 0

    /// Begins a run.
    ///
    /// - Parameters:
    ///   - regeneration: What to do.
    ///   - records: What was done before; what the leader has, not the others.
    ///   - count: How many prompts that is.
    init(_ regeneration: Regeneration, continuing records: [RegenerationRecord], count: Int) {
        self.regeneration = regeneration
        generation = BatchedGeneration(regeneration.engine)
        leaving = count
        next = count
        if let ranks = regeneration.ranks {
            // Each process takes every so many.
            next += (ranks.rank - count % ranks.count + ranks.count) % ranks.count
            if ranks.isLeader { others = Set(1..<ranks.count) }
        }
        switch regeneration.source {
        case .prompts(let prompts): total = prompts.count
        case .synthesis(let synthesis):
            total = synthesis.count
            known = synthesis.excluded
        }
        doneBefore = Self.done(regeneration.source, records)
        for record in records { note(record) }
        summary.keptBefore = summary.kept
    }

    /// Works until all is done, or the run is cancelled.
    mutating func finish(in journal: inout RegenerationJournal) throws -> RegenerationSummary {
        reportProgress()
        while !isComplete {
            if regeneration.isCancelled() {
                summary.isIncomplete = true
                break
            }
            try work()
            try receiveFromOthers()
            try release(into: &journal)
            if isIdle {
                // What is missing was another process's, which has been stopped.
                summary.isIncomplete = !isComplete && others.isEmpty
                if summary.isIncomplete { break }
                Thread.sleep(forTimeInterval: 0.001)
            }
        }
        if !summary.isIncomplete { while !others.isEmpty { try receiveFromOthers() } }
        summary.newTokens = generation.tokenCount + tokensOfOthers
        summary.seconds = (ContinuousClock.now - start) / .seconds(1)
        return summary
    }

    /// Runs a round of as many conversations as there may be.
    mutating func work() throws {
        while generation.count < regeneration.batchSize, mayBegin { try begin() }
        if generation.count > 0 { generation.step() }
        for (number, text) in try generation.takeFinished() { try receive(text, number) }
    }

    /// Whether there is nothing left for this process to do.
    var isIdle: Bool { generation.count == 0 && !mayBegin }

    private var isSynthesis: Bool {
        if case .synthesis = regeneration.source { true } else { false }
    }

    private var done: Int { isSynthesis ? summary.kept : leaving }

    private var isComplete: Bool { done >= total }

    /// Whether another prompt may be needed; when synthesising, whatever is under way may turn out to be kept.
    private var mayBegin: Bool { isSynthesis ? summary.kept + next - leaving < total : next < total }

    private static func done(_ source: RegenerationSource, _ records: [RegenerationRecord]) -> Int {
        guard case .synthesis = source else { return records.count }
        return records.count { if case .kept = $0 { true } else { false } }
    }

    private mutating func begin() throws {
        let number = next
        next += regeneration.ranks?.count ?? 1
        let task =
            switch regeneration.source {
            case .prompts(let prompts): RegenerationTask(number, answering: prompts[number], in: regeneration)
            case .synthesis: RegenerationTask(synthesising: number, in: regeneration)
            }
        tasks[number] = task
        try follow(task.begin(), number)
        // A text may end with its first token.
        for (number, text) in try generation.takeFinished() { try receive(text, number) }
    }

    private mutating func receive(_ text: GeneratedText, _ number: Int) throws {
        guard var task = tasks[number] else { return }
        let step = try task.receive(text) { known.contains($0) }
        tasks[number] = task
        try follow(step, number)
    }

    private mutating func follow(_ step: RegenerationTask.Step, _ number: Int) throws {
        switch step {
        case .generate(let request): try generation.add(request, number: number)
        case .end(let record):
            tasks[number] = nil
            waiting[number] = record
        }
    }

    /// Writes down what is complete, in order.
    private mutating func release(into journal: inout RegenerationJournal) throws {
        while !isComplete, var record = waiting.removeValue(forKey: leaving) {
            // The same prompt may have been under way twice.
            if case .kept(let conversation) = record, isSynthesis, known.contains(conversation.userTurns[0]) {
                record = .dropped(.repeatedPrompt)
            }
            try journal.append(record)
            leaving += 1
            note(record)
            reportProgress()
            guard dropsInARow < Self.mostDropsInARow || !isSynthesis else {
                throw RegenerationError.noNewPrompts(inARow: dropsInARow, kept: summary.kept)
            }
        }
    }

    private mutating func note(_ record: RegenerationRecord) {
        summary.count(record)
        if case .kept(let conversation) = record {
            dropsInARow = 0
            if isSynthesis { known.formUnion(conversation.userTurns) }
        } else {
            dropsInARow += 1
        }
    }

    private func reportProgress() {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        regeneration.onProgress(
            RegenerationProgress(
                done: done, total: total, doneBefore: doneBefore,
                tokensPerSecond: generation.tokenCount > 0 ? Double(generation.tokenCount) / seconds : nil))
    }
}
