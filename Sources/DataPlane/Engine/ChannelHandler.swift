//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a channel tells its owner; on its loop, one call at a time.
package protocol ChannelHandler: AnyObject {
    /// Connected, and over TLS the handshake is done.
    func channelIsReady()
    /// Bytes came, which are here as long as the call lasts.
    func received(_ bytes: Span<UInt8>)
    /// What waited to be written has gone down to where more may be written.
    func becameWritable()
    /// After `finish`: everything is out, and the peer was told that no more will come.
    func outputEnded()
    /// The channel is closed; nothing is called after this.
    func closed(_ cause: ChannelClosing)
}

/// Why a channel closed.
package enum ChannelClosing {
    /// By `close` or `reset`.
    case here
    /// The peer ended it in order: over TLS it said so.
    case peer
    /// It broke, or could not be connected.
    case failed(SystemError)
    /// The handshake failed, or what came was not what TLS allows, a cut without a word included.
    case tls
}
