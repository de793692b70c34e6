import Foundation
public import Templates

extension TemplateDate {
    /// The day and time of the machine's clock and place.
    public static var today: TemplateDate? {
        let parts = Calendar(identifier: .gregorian).dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: Date())
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        return TemplateDate(
            year: year, month: month, day: day, hour: parts.hour ?? 0, minute: parts.minute ?? 0,
            second: min(parts.second ?? 0, 59))
    }
}
