/// `{a: b}`.
struct DictionaryExpression: Expression {
    let keys: [any Expression]
    let values: [any Expression]
    let position: TemplatePosition

    func value(in scope: Activation) throws(Fault) -> Value {
        var dictionary = ValueDictionary()
        for (key, value) in zip(keys, values) {
            let key = try key.value(in: scope)
            let value = try value.value(in: scope)
            scope.rendering.position = position
            try dictionary.set(value, for: key)
        }
        return try scope.rendering.dictionary(dictionary)
    }
}
