public import Store
public import Tokens

extension ModelDescription {
    /// Checks that the model has tokens of a kind.
    ///
    /// - Parameter what: the file or option that names them, for the message.
    /// - Throws: `Failure` for the class token of a model without one.
    public func require(_ kind: TokenKind, of what: String) throws {
        guard kind == .classToken && !hasClassToken else { return }
        throw Failure(
            Exit.usage,
            "\(what): expected a model with a class token, found \(name), which has none; choose "
                + "mean or patches.")
    }
}
