//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore

/// What happens when nothing happens.
extension DownstreamHandler {
    /// Called by the shard's sweep.
    func sweep(_ tick: UInt64) {
        if self.shard.isDraining { self.leaveIfIdle(tick) }
        self.countSlowProgress()
        guard self.deadline.hasPassed(tick) else { return }
        switch self.deadline.kind {
        case .none: break
        case .idle, .head, .flush, .linger: self.context?.close(promise: nil)
        case .admission: self.fail(.storeUnavailable)
        case .firstByte: self.fail(.upstreamTimeout)
        case .progress: self.stalled()
        }
    }

    /// A peer that takes its bytes slowly makes no event until much was taken; what is left to write tells.
    private func countSlowProgress() {
        switch self.deadline.kind {
        case .none, .head, .admission, .linger: return
        case .idle, .progress, .firstByte, .flush: break
        }
        let pending = (self.context?.pendingBytes ?? 0) + (self.upstream?.pendingBytes ?? 0)
        guard pending != self.pendingBytes else { return }
        self.pendingBytes = pending
        self.deadline.set(self.deadline.kind, self.shard)
    }

    /// A body stands still: the vendor's fault if it does not take ours or does not send its own, else the caller's.
    private func stalled() {
        let isVendor = self.upstream.map { !$0.isWritable } ?? false
        if !self.machine.responseStarted, isVendor || self.machine.requestEnded {
            self.fail(.upstreamTimeout)
        } else if self.machine.responseStarted {
            self.fail(.upstreamClosedEarly)
        } else {
            self.context?.close(promise: nil)
        }
    }

    /// While draining, a channel between requests is closed after a moment in which a request may still be on its way.
    private func leaveIfIdle(_ tick: UInt64) {
        guard self.machine.stage == .idle, self.inbound == nil, tick >= self.shard.idleLeaveTick else { return }
        self.machine.startClosing()
        self.closeAfterFlush()
    }
}

extension ChannelHandlerContext {
    /// Bytes that were written and not yet taken by the socket.
    var pendingBytes: Int { (try? self.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0 }
}
