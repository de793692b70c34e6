/// What a builder has learned of one draft.
package struct DraftExperience: Sendable, Equatable {
    /// How often its tokens were accepted.
    package var acceptance = AcceptanceStatistics()

    /// Whether asking it has paid lately.
    package var pace = DraftingPace()
}
