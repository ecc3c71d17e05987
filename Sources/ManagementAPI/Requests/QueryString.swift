//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import Model

/// The parameters of a query, decoded; names may repeat.
struct QueryString {
    /// In their order.
    let pairs: [(name: String, value: String)]

    init(_ text: String?) {
        self.pairs = (text ?? "").utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (formDecoded(halves[0]), halves.count == 2 ? formDecoded(halves[1]) : "")
        }
    }

    /// The first value that is not empty.
    func text(_ name: String) -> String? {
        self.pairs.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// All values, repeated or joined by commas.
    func list(_ name: String) -> [String] {
        self.pairs.filter { $0.name == name || $0.name == name + "[]" }
            .flatMap { $0.value.split(separator: ",") }
            .map { $0.trimmed() }
            .filter { !$0.isEmpty }
    }

    /// A whole number that is not negative; SDKs send `10.0`.
    func count(_ name: String) throws(Refusal) -> Int? {
        guard let text = self.text(name) else { return nil }
        guard let value = Double(text), value >= 0, value <= 1e9, value == value.rounded() else {
            throw .queryInvalid("\(name) must be a whole number from 0 to 1000000000.")
        }
        return Int(value)
    }

    func flag(_ name: String) throws(Refusal) -> Bool? {
        guard let text = self.text(name) else { return nil }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .queryInvalid("\(name) must be true or false.")
        }
    }

    func choice<Value: RawRepresentable<String>>(_ name: String, as: Value.Type) throws(Refusal) -> Value? {
        guard let text = self.text(name) else { return nil }
        guard let value = Value(rawValue: text.lowercased()) else {
            throw .queryInvalid("\(name) has none of its values (docs/api.md).")
        }
        return value
    }

    func moment(_ name: String) throws(Refusal) -> Timestamp? {
        guard let text = self.text(name) else { return nil }
        guard let value = Instant(text) else {
            throw .queryInvalid("\(name) must be a date of RFC 3339, such as 2026-01-02T03:04:05Z.")
        }
        return Timestamp(milliseconds: value.milliseconds)
    }
}

/// Undoes the escapes of a path's segment; a `%` that begins none stands for itself.
func percentDecoded(_ text: String) -> String { formDecoded(Substring(text).utf8, plus: UInt8(ascii: "+")) }

/// Undoes `application/x-www-form-urlencoded`; a `%` that begins no escape stands for itself.
private func formDecoded(_ bytes: Substring.UTF8View, plus: UInt8 = UInt8(ascii: " ")) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "+") {
            decoded.append(plus)
        } else if byte == UInt8(ascii: "%"), let escaped = hexByte(rest.prefix(2)) {
            decoded.append(escaped)
            rest = rest.dropFirst(2)
        } else {
            decoded.append(byte)
        }
    }
    return String(decoding: decoded, as: UTF8.self)
}

private func hexByte(_ digits: Substring.UTF8View) -> UInt8? {
    guard digits.count == 2 else { return nil }
    var value: UInt8 = 0
    for digit in digits {
        guard let nibble = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
        value = value << 4 | UInt8(nibble)
    }
    return value
}

extension Substring {
    fileprivate func trimmed() -> String {
        String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
