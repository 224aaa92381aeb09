/// The error for an option that selects something that the file does not have.
struct WrongChoice: Error {
    /// A sentence with the option, what it allows and what was found.
    let reason: String
}
