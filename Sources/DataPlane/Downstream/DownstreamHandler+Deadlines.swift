//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What happens when nothing happens.
extension DownstreamHandler {
    /// Called by the shard's sweep.
    func sweep(_ tick: UInt64) {
        if self.shard.isDraining { self.leaveIfIdle(tick) }
        self.giveMemoryBack()
        self.countSlowProgress()
        guard self.deadline.hasPassed(tick) else { return }
        switch self.deadline.kind {
        case .none: break
        case .idle, .head, .flush, .linger: self.channel?.close()
        case .admission: self.fail(.storeUnavailable)
        case .channel: self.fail(.overloaded)
        case .firstByte: self.fail(.upstreamTimeout)
        case .refresh: self.relayRefusal()
        case .progress: self.stalled()
        }
    }

    /// An idle channel holds no memory for heads.
    private func giveMemoryBack() {
        guard self.machine.stage == .idle else { return }
        self.channel?.giveMemoryBack()
        if self.head.capacity > 0 { self.head = [] }
        if self.inbound.isEmpty, self.inbound.capacity > 0 { self.inbound = [] }
    }

    /// A peer that takes its bytes slowly makes no event until much was taken; what is left to write tells.
    private func countSlowProgress() {
        switch self.deadline.kind {
        case .none, .head, .admission, .channel, .refresh, .linger: return
        case .idle, .progress, .firstByte, .flush: break
        }
        let pending = (self.channel?.pendingBytes ?? 0) + (self.upstream?.pendingBytes ?? 0)
        guard pending != self.pendingBytes else { return }
        self.pendingBytes = pending
        self.deadline.set(self.deadline.kind, self.shard)
    }

    /// A body stands still: the vendor's fault if it does not take ours or does not send its own, else the caller's.
    private func stalled() {
        guard self.machine.stage != .refreshing else { return self.relayRefusal() }
        let isVendor = self.upstream.map { !$0.isWritable } ?? false
        if !self.machine.responseStarted, isVendor || self.machine.requestEnded {
            self.fail(.upstreamTimeout)
        } else if self.machine.responseStarted {
            self.fail(.upstreamClosedEarly)
        } else {
            self.channel?.close()
        }
    }

    /// While draining, a channel between requests is closed after a moment in which a request may still be on its way.
    private func leaveIfIdle(_ tick: UInt64) {
        guard self.machine.stage == .idle, self.inbound.isEmpty, tick >= self.shard.idleLeaveTick else { return }
        self.machine.startClosing()
        self.closeAfterFlush()
    }
}
