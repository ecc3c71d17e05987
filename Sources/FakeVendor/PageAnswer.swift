//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// `/items?page=N&per_page=N`: a hundred items, paged by `Link`.
struct PageAnswer {
    private static let total = 100
    let response: Response

    private struct Item: Encodable {
        var id: Int
        var name: String
    }

    init(_ request: VendorRequest) {
        let size = min(max(request.number("per_page") ?? 10, 1), Self.total)
        let last = (Self.total + size - 1) / size
        let page = min(max(request.number("page") ?? 1, 1), last)
        let ids = ((page - 1) * size + 1)...min(page * size, Self.total)
        let origin = "http://\(request.host ?? "127.0.0.1")"
        var links: [String] = []
        if page > 1 { links.append("<\(origin)/items?page=\(page - 1)&per_page=\(size)>; rel=\"prev\"") }
        if page < last { links.append("<\(origin)/items?page=\(page + 1)&per_page=\(size)>; rel=\"next\"") }
        var response = Response.json(ids.map { Item(id: $0, name: "Item \($0)") })
        if let name = HTTPField.Name("Link"), !links.isEmpty {
            response.headers[name] = links.joined(separator: ", ")
        }
        self.response = response
    }
}
