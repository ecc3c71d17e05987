//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// What the demo prints: one call that works as it stands, then the guide's own.
struct DemoGuide {
    let url: String
    let access: DemoAccess

    var text: String {
        """

        The demo is ready: a fake vendor runs beside the server, and nothing leaves this machine.

            API key     \(self.access.key.revealText())
            connection  \(self.access.vendor)
            connection  \(self.access.slack) (the same vendor, with Slack's base path)

        Try it:

        curl \(self.call(self.access.vendor, "v2/customers"))

        More, as in the guide:

        curl -H 'x-api-version: 2023-06-01' \(self.call(self.access.vendor, "v2/customers"))
        curl \(self.json("{\"name\":\"Grace Hopper\"}")) \(self.call(self.access.vendor, "v2/customers"))
        curl \(self.json("{\"inputs\":[{\"name\":\"email\"}]}")) \
        \(self.call(self.access.vendor, "crm/v3/properties/contacts/batch/read"))
        curl \(self.json("{\"name\":\"launch\"}")) \(self.call(self.access.slack, "conversations.create"))
        curl \(self.json("{\"Name\":\"Acme\"}")) \
        \(self.call(self.access.vendor, "services/data/v62.0/sobjects/Account/"))

        And what vendors do besides:

        curl -i \(self.call(self.access.vendor, "echo/any/path?q=1"))
        curl -i \(self.call(self.access.vendor, "items?page=2"))
        curl -N \(self.call(self.access.vendor, "stream/sse"))
        curl -i \(self.call(self.access.vendor, "status/429"))
        curl -o big.bin \(self.call(self.access.vendor, "bytes/10000000"))

        Ctrl-C ends it.
        """
    }

    private func call(_ connection: some CustomStringConvertible, _ path: String) -> String {
        "-H 'Authorization: Bearer \(self.access.key.revealText())' '\(self.url)/passthrough/\(connection)/\(path)'"
    }

    private func json(_ body: String) -> String { "-H 'Content-Type: application/json' -d '\(body)'" }
}
