/// A parameter as it is stored below `/uns/vitrine/parameters`: one text or one number.
enum ParameterValue: Sendable, Equatable {
    case text(String)
    case real(Double)
    case integer(Int)
}

/// Encodes a flat structure: its properties under the names of its coding keys. Properties that are
/// nil are left out.
func parameterValues(_ parameters: some Encodable) throws -> [String: ParameterValue] {
    let encoder = ParameterEncoder()
    try parameters.encode(to: encoder)
    return encoder.encoded.values
}

/// Decodes a structure from values that `parameterValues` made. Values without a matching property
/// are ignored.
///
/// - Throws: `DecodingError.keyNotFound` if a required value is missing,
///   `DecodingError.typeMismatch` if a value has another kind, such as a text in place of a number.
func decodeParameters<Value: Decodable>(
    _ type: Value.Type, from values: [String: ParameterValue]
) throws -> Value {
    try Value(from: ParameterDecoder(values: values))
}

// MARK: - Properties

/// A type whose values are stored as one text or one number.
protocol ParameterConvertible {
    /// The value as it is stored.
    var parameterValue: ParameterValue { get }
    /// Reads a stored value; nil if it has another kind.
    init?(_ value: ParameterValue)
}

extension String: ParameterConvertible {
    var parameterValue: ParameterValue { .text(self) }
    init?(_ value: ParameterValue) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
}

extension Double: ParameterConvertible {
    var parameterValue: ParameterValue { .real(self) }
    init?(_ value: ParameterValue) {
        switch value {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        case .text: return nil
        }
    }
}

extension Int: ParameterConvertible {
    var parameterValue: ParameterValue { .integer(self) }
    init?(_ value: ParameterValue) {
        switch value {
        case .real(let number):
            guard let number = Int(exactly: number) else { return nil }
            self = number
        case .integer(let number): self = number
        case .text: return nil
        }
    }
}

/// Truth values are stored as 1 and 0; every number other than 0 is read as true.
extension Bool: ParameterConvertible {
    var parameterValue: ParameterValue { .integer(self ? 1 : 0) }
    init?(_ value: ParameterValue) {
        guard let number = Int(value) else { return nil }
        self = number != 0
    }
}

// MARK: - Codable

/// The values that the encoder has collected; a class, since containers share it.
private final class EncodedValues {
    var values: [String: ParameterValue] = [:]
}

/// Ends the program: parameters that are nested or lists are a bug of the caller.
private func notFlat() -> Never {
    preconditionFailure("parameters are a flat structure of texts and numbers")
}

private struct ParameterEncoder: Encoder {
    let encoded = EncodedValues()
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Container<Key>(encoded: encoded))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { notFlat() }
    func singleValueContainer() -> any SingleValueEncodingContainer { notFlat() }

    private struct Container<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let encoded: EncodedValues
        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey key: Key) {}

        func encode<Value: Encodable>(_ value: Value, forKey key: Key) {
            guard let value = value as? any ParameterConvertible else { notFlat() }
            encoded.values[key.stringValue] = value.parameterValue
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> { notFlat() }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { notFlat() }
        func superEncoder() -> any Encoder { notFlat() }
        func superEncoder(forKey key: Key) -> any Encoder { notFlat() }
    }
}

private struct ParameterDecoder: Decoder {
    let values: [String: ParameterValue]
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Container<Key>(values: values))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { notFlat() }
    func singleValueContainer() -> any SingleValueDecodingContainer { notFlat() }

    private struct Container<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let values: [String: ParameterValue]
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { values.keys.compactMap { Key(stringValue: $0) } }

        func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
        func decodeNil(forKey key: Key) -> Bool { !contains(key) }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            guard let stored = values[key.stringValue] else {
                throw DecodingError.keyNotFound(
                    key, .init(codingPath: [key], debugDescription: "nothing"))
            }
            guard let convertible = Value.self as? any ParameterConvertible.Type,
                let value = convertible.init(stored) as? Value
            else {
                throw DecodingError.typeMismatch(
                    type, .init(codingPath: [key], debugDescription: "\(stored)"))
            }
            return value
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedDecodingContainer<Nested> { notFlat() }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { notFlat() }
        func superDecoder() -> any Decoder { notFlat() }
        func superDecoder(forKey key: Key) -> any Decoder { notFlat() }
    }
}
