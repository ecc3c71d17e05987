//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// The beginnings of an exchange's bodies, without their framing; only for connections whose bodies are captured.
final class CapturedBodies {
    private struct Part {
        private var scanner: BodyScanner
        private var bytes: [UInt8] = []
        private var size: Int64 = 0
        private let type: String?

        /// Bytes of a body that are kept.
        private static var most: Int { 16 * 1024 }

        init(_ framing: BodyFraming, type: String?) {
            self.scanner = BodyScanner(framing)
            self.type = type
        }

        /// Takes bytes as they came, framing included, in their order.
        mutating func take(_ bytes: Span<UInt8>) {
            var position = 0
            while position < bytes.count, !self.scanner.hasEnded {
                let run = self.scanner.nextContent(bytes, from: position)
                guard run.refusal == nil, run.taken > position else { return }
                position = run.taken
                self.size += Int64(run.range.count)
                let kept = bytes.extracting(run.range.range).extracting(first: Self.most - self.bytes.count)
                kept.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
            }
        }

        var body: RawBodies.Body? {
            self.size > 0 ? RawBodies.Body(bytes: Secret(bytes: self.bytes), size: self.size, type: self.type) : nil
        }
    }

    private var request: Part
    private var response: Part?
    private let isSampled: Bool

    /// Bytes of a type that are kept.
    private static var longestType: Int { 128 }

    /// Begins with a request whose head was read from `head`.
    init(_ capture: BodyCapture, _ framing: BodyFraming, _ head: Span<UInt8>, _ section: borrowing FieldSection) {
        switch capture {
        case .off, .errors: self.isSampled = false
        case .sample(let percent): self.isSampled = UInt8.random(in: 0..<100) < percent
        }
        self.request = Part(framing, type: Self.type(head, section))
    }

    /// The response has come; false when this is not an exchange that is captured.
    func begin(_ response: ResponseHead, _ head: Span<UInt8>, _ section: borrowing FieldSection) -> Bool {
        guard self.isSampled || response.status >= 400 else { return false }
        self.response = Part(response.framing, type: Self.type(head, section))
        return true
    }

    func takeRequest(_ bytes: Span<UInt8>) { self.request.take(bytes) }

    func takeResponse(_ bytes: Span<UInt8>) { self.response?.take(bytes) }

    /// What there is of an exchange that is over; `nil` when it is not one that is captured, or there were no bodies.
    func bodies(hasFailed: Bool) -> RawBodies? {
        guard hasFailed || self.isSampled || self.response != nil else { return nil }
        let bodies = RawBodies(request: self.request.body, response: self.response?.body)
        return bodies.request == nil && bodies.response == nil ? nil : bodies
    }

    private static func type(_ head: Span<UInt8>, _ section: borrowing FieldSection) -> String? {
        var type: String?
        for line in section.lines where line.name == .contentType {
            let value = head.extracting(line.valueRange.range).extracting(first: Self.longestType)
            type = value.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        return type
    }
}
