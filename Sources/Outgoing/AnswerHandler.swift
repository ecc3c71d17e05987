//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import NIOCore
internal import NIOSSL

/// Sends one request when the channel is there, and reads its answer.
final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: [UInt8]
    private let pending: PendingAnswer
    private let usesTLS: Bool
    private var reader: AnswerReader
    private var hasRead = false

    init(_ request: [UInt8], reader: AnswerReader, usesTLS: Bool, pending: PendingAnswer) {
        self.request = request
        self.reader = reader
        self.usesTLS = usesTLS
        self.pending = pending
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: self.request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.hasRead = true
        self.settle(self.reader.receive(Array(buffer: self.unwrapInboundIn(data))))
    }

    func channelInactive(context: ChannelHandlerContext) {
        if self.usesTLS, !self.hasRead { return self.pending.settle(.failure(.closedEarly)) }
        self.settle(self.reader.end())
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOSSLError.uncleanShutdown:
            // The end of the channel was not the peer's word: a body that ends with it may be cut.
            self.pending.settle(.failure(.closedEarly))
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.pending.settle(.failure(self.hasRead ? .closedEarly : .tlsFailed))
        default: self.pending.settle(.failure(.closedEarly))
        }
        context.close(promise: nil)
    }

    private func settle(_ outcome: AnswerReader.Outcome) {
        switch outcome {
        case .needMore: break
        case .complete(let answer): self.pending.settle(.success(answer))
        case .failed(let failure): self.pending.settle(.failure(failure))
        }
    }
}
