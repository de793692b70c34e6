import Logging

/// Writes what the toolkit logs to standard error: notices and what is graver as a remark of the command's own, the rest as a
/// log, with time and level.
struct RemarkLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private var details: StreamLogHandler

    init(label: String, logLevel: Logger.Level) {
        self.logLevel = logLevel
        details = StreamLogHandler.standardError(label: label)
        details.logLevel = logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level >= .notice { return StandardError.remark("\(event.message)") }
        details.log(event: event)
    }
}
