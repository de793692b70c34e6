import Foundation
import LanguageModels
import Training

/// Journals of regenerations: one that is accepted can be gone on from to an output that is read as conversations.
struct JournalExercise: ReaderExercise {
    static let name = "journal"

    private static let settings = ["model": "demo", "seed": "0", "prompts": "3, hash abc"]

    func samples(in corpus: URL) -> [Sample] {
        [
            Sample(
                "journal",
                texts: [
                    (
                        "out.jsonl.partial",
                        #"""
                        {"regeneration":{"model":"demo","prompts":"3, hash abc","seed":"0"}}
                        {"id":"a","category":"chat","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","cut":true}]}
                        {"dropped":"with an empty answer"}
                        {"id":"b","messages":[{"role":"user","content":"What is a tree?"},{"role":"assistant","content":"A \"plant\"\nof wood."}]}

                        """#
                    )
                ])
        ]
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let output = files[0].deletingPathExtension()
        let journal = try RegenerationJournal(for: output.path, settings: Self.settings)
        let kept = journal.records.count { if case .kept = $0 { true } else { false } }
        try journal.finish()
        defer { try? FileManager.default.removeItem(at: output) }
        guard kept > 0 else { return }
        do {
            let file = try ConversationFile(readingFile: output.path)
            try Attempts.demand(file.conversations.count == kept, "\(kept) conversations are written as others")
        } catch let error as Attempts.Unusable {
            throw error
        } catch {
            throw Attempts.Unusable(description: "its output is refused: \(error)")
        }
        attempts.note("journals")
    }
}
