/// An option that asks for what is not there.
struct WrongChoice: Error {
    let reason: String
}
