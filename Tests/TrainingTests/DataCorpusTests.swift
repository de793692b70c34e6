import Foundation
import LanguageModels
import Speculation
import Testing
import Training

@Suite("A training corpus")
struct DataCorpusTests {
    private func talk(_ question: String, _ answer: String, cut: Set<Int> = []) -> TrainingConversation {
        TrainingConversation(
            id: question,
            messages: [ChatMessage(role: .user, content: question), ChatMessage(role: .assistant, content: answer)],
            cut: cut)
    }

    private func corpus(
        _ talks: [TrainingConversation], maximumLength: Int? = nil, rule: LengthRule = .drop
    ) throws -> Corpus {
        try Corpus(
            ConversationFile(name: "talks", conversations: talks), codec: DataDemo.codec(), contextLimit: 1024,
            maximumLength: maximumLength, lengthRule: rule)
    }

    @Test("has the tokens and marks of an independent implementation")
    func golden() throws {
        let codec = try DataDemo.codec()
        var identical = 0
        for golden in try GoldenCase.all() {
            let parts = [golden.tokens[..<golden.promptLength], golden.tokens[golden.promptLength...]]
                .map { codec.tokenizer.decode(Array($0), skipSpecialTokens: true) }
            // Without special tokens the prompt reads "user", the question, "assistant", on lines of their own.
            let question = String(parts[0].dropFirst("user\n".count).dropLast("\nassistant\n".count))
            let sequence = try #require(codec.trainingSequences(of: talk(question, parts[1])).first)
            let promptLength = golden.promptLength
            #expect(sequence.tokens.prefix(promptLength) == golden.tokens.prefix(promptLength))
            // The line feed after the end is the template's.
            let answer = Array(sequence.tokens.dropFirst(promptLength).dropLast())
            #expect(codec.tokenizer.decode([sequence.tokens.last ?? 0], skipSpecialTokens: false) == "\n")
            #expect(
                sequence.isAnswer
                    == sequence.tokens.indices.map { $0 >= promptLength && $0 < sequence.tokens.count - 1 })
            #expect(
                codec.tokenizer.decode(answer, skipSpecialTokens: false)
                    == codec.tokenizer.decode(Array(golden.tokens[promptLength...]), skipSpecialTokens: false))
            if answer == Array(golden.tokens[promptLength...]) { identical += 1 }
        }
        // In one of the three the model spelled a word with more tokens than its tokenizer does.
        #expect(identical == 2)
    }

    @Test("marks all of a bare text but its first token, and no end where an answer was cut")
    func marks() throws {
        let codec = try DataDemo.codec()
        let bare = TrainingConversation(id: "1", text: "Trees grow tall.")
        let text = try #require(codec.trainingSequences(of: bare).first)
        #expect(text.isAnswer == [false] + Array(repeating: true, count: text.tokens.count - 1))
        #expect(codec.text(text.tokens) == "Trees grow tall.")
        let whole = try #require(codec.trainingSequences(of: talk("Hi", "Hello")).first)
        let cut = try #require(codec.trainingSequences(of: talk("Hi", "Hello", cut: [1])).first)
        #expect(cut.tokens == whole.tokens)
        let end = try #require(codec.tokenizer.id(of: "<|im_end|>"))
        let places = whole.tokens.indices.filter { whole.isAnswer[$0] != cut.isAnswer[$0] }
        #expect(places == [try #require(whole.tokens.lastIndex(of: end))])
    }

    @Test("leaves long conversations out or truncates them, and tells how many")
    func lengths() throws {
        let talks = [talk("Hi", "Hello"), talk("Hi", String(repeating: "tree ", count: 40)), talk("Hi", "Ho")]
        let dropped = try corpus(talks, maximumLength: 30)
        #expect(dropped.summary.read == 3 && dropped.summary.kept == 2 && dropped.summary.droppedTooLong == 1)
        #expect(dropped.summary.tokens == dropped.sequences.reduce(0) { $0 + $1.tokens.count })
        #expect(dropped.summary.answerTokens == dropped.sequences.reduce(0) { $0 + $1.isAnswer.count { $0 } })
        let truncated = try corpus(talks, maximumLength: 30, rule: .truncate)
        #expect(truncated.summary.kept == 3 && truncated.summary.truncated == 1)
        #expect(truncated.sequences.map(\.tokens.count).max() == 30)
        // What is left of a long question holds no answer.
        let long = [talk(String(repeating: "tree ", count: 40), "Yes"), talks[0]]
        #expect(try corpus(long, maximumLength: 30, rule: .truncate).summary.withoutAnswer == 1)
    }

    @Test("that would be empty, or longer than the context, is refused")
    func refusals() throws {
        let long = talk(String(repeating: "tree ", count: 1200), "Yes")
        let error = #expect(throws: CorpusError.self) { try corpus([long]) }
        #expect(
            error?.description == "talks: nothing is left to train on: of 1 conversation 1 have more than 1024 tokens "
                + "and 0 no answer within them")
        #expect(throws: CorpusError.maximumLength(2000, contextLimit: 1024)) {
            try corpus([talk("Hi", "Ho")], maximumLength: 2000)
        }
        let unanswerable = TrainingConversation(
            id: "1", messages: [ChatMessage(role: .assistant, content: "a")], line: 4)
        #expect(throws: CorpusError.self) {
            try Corpus(
                ConversationFile(name: "talks", conversations: [unanswerable]),
                codec: DataDemo.codec(format: "vicuna"), contextLimit: 1024)
        }
    }

    @Test("is split by content, whatever the order")
    func heldOut() throws {
        let talks = (0..<200).map { talk("Question \($0)", "Answer \($0)") }
        let (corpus, shuffled) = (try corpus(talks), try corpus(talks.reversed()))
        func content(_ corpus: Corpus) -> Set<[Token]> { Set(corpus.sequences.map(\.tokens)) }
        for split in [{ try $0.heldOut(share: 0.2) }, { try $0.heldOut(count: 40) }]
            as [(Corpus) throws -> Corpus.Split]
        {
            let (one, other) = (try split(corpus), try split(shuffled))
            #expect(content(one.heldOut) == content(other.heldOut))
            #expect(content(one.heldOut).isDisjoint(with: content(one.training)))
            #expect(one.heldOut.summary.kept + one.training.summary.kept == 200)
            #expect((20...60).contains(one.heldOut.summary.kept))
        }
        #expect(try corpus.heldOut(count: 40).heldOut.sequences.count == 40)
        #expect(throws: CorpusError.self) { try corpus.heldOut(count: 200) }
        #expect(throws: CorpusError.self) { try corpus.heldOut(share: 1) }
    }

    @Test("copies of a sequence stay on one side")
    func copies() throws {
        let talks = (0..<20).flatMap { place in [talk("Q \(place)", "A"), talk("Q \(place)", "A")] }
        let split = try corpus(talks).heldOut(count: 5)
        #expect(split.heldOut.sequences.count == 6)
    }

    @Test("gives the draft's vocabulary: the most frequent answer tokens, then the smallest unused")
    func vocabulary() throws {
        let sequence = TrainingSequence(
            tokens: [9, 9, 9, 5, 7, 7, 3, 8], isAnswer: [false, false, false, true, true, true, true, true])
        let choice = try DraftVocabularyChoice(size: 3, vocabularySize: 10, sequences: [sequence])
        // 7 twice; of 3, 5 and 8, once each, the lower two.
        #expect(choice.tokens == [3, 5, 7])
        #expect([sequence].coverage(by: choice.tokens) == 0.8)
        let padded = try DraftVocabularyChoice(size: 7, vocabularySize: 10, sequences: [sequence])
        #expect(padded.tokens == [0, 1, 2, 3, 5, 7, 8])
        #expect([sequence].coverage(by: padded.tokens) == 1)
        #expect(throws: DraftVocabularyError.size(11, vocabularySize: 10)) {
            try DraftVocabularyChoice(size: 11, vocabularySize: 10, sequences: [sequence])
        }
        #expect(throws: DraftVocabularyError.unknownToken(8, vocabularySize: 8)) {
            try DraftVocabularyChoice(size: 3, vocabularySize: 8, sequences: [sequence])
        }
    }
}
