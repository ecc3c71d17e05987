//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird

/// One method of one path, and what answers it.
///
/// A list of these, unlike a router, can tell which methods a path knows.
struct Endpoint: Sendable {
    typealias Answer = @Sendable (Request, ManagementContext) async throws -> Response

    let method: HTTPRequest.Method
    /// Segments that begin with `:` stand for any one segment.
    let path: String
    let answer: Answer

    init(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping Answer) {
        self.method = method
        self.path = path
        self.answer = answer
    }
}

extension RouterMethods where Context == ManagementContext {
    func register(_ endpoints: [Endpoint]) {
        for endpoint in endpoints {
            self.on(RouterPath(endpoint.path), method: endpoint.method, use: endpoint.answer)
        }
    }
}

/// Tells a path that is unknown from one that was asked with the wrong method.
struct KnownPaths: Sendable {
    private let endpoints: [(segments: [Substring], method: HTTPRequest.Method)]

    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints.map { ($0.path.split(separator: "/"), $0.method) }
    }

    /// The value of `Allow` for `path`; `nil` where no route has it.
    ///
    /// Compares with every route, so it is for failures only.
    func allowedMethods(at path: String) -> String? {
        let segments = path.split(separator: "/")
        let methods = self.endpoints.filter { Self.matches($0.segments, segments) }.map(\.method.rawValue)
        guard !methods.isEmpty else { return nil }
        return (methods.contains("GET") ? methods + ["HEAD"] : methods).sorted().joined(separator: ", ")
    }

    private static func matches(_ pattern: [Substring], _ segments: [Substring]) -> Bool {
        pattern.count == segments.count && zip(pattern, segments).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
