//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What the channels of a loop want to send when all events of a turn were handled.
///
/// One piece of memory for all: an idle channel has none of its own, and nothing is allocated for a request.
final class Outbox {
    /// Where a channel's bytes lie.
    struct Place: Equatable {
        fileprivate var start: Int
        fileprivate var end: Int
    }

    private let memory = OutputBuffer(capacity: 16 * 1024)
    /// Channels that have bytes here, each once; a channel whose bytes were sent early may still be among them.
    var owners: [SocketChannel] = []

    /// More than this is sent at once.
    static var mostLaid: Int { 16 * 1024 }
    private static var size: Int { 256 * 1024 }

    /// Lays bytes aside, behind those that the same channel laid last; `nil` when there is no room.
    func lay(_ bytes: Span<UInt8>, behind place: Place?) -> Place? {
        guard self.memory.count + bytes.count <= Self.size else { return nil }
        let start = self.memory.count
        if let place = place, place.end != start { return nil }
        self.memory.write(bytes)
        return Place(start: place?.start ?? start, end: self.memory.count)
    }

    func bytes(_ place: Place) -> UnsafeRawBufferPointer { self.memory.raw(place.start..<place.end) }

    /// Sends everything.
    func empty() {
        var index = 0
        while index < self.owners.count {
            self.owners[index].sendLaid()
            index += 1
        }
        self.owners.removeAll(keepingCapacity: true)
        self.memory.clear()
    }
}
