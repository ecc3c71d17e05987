//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A customer of the vendor.
struct Customer: Codable, Sendable {
    var id: Int?
    var name: String
    var email: String?
}

/// An account in the vendor's Salesforce.
struct Account: Codable, Sendable {
    var id: String?
    var name: String

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
    }
}

/// What callers created since the vendor began; lost when it ends, and bounded.
final class VendorRecords: Sendable {
    private struct Contents {
        var customers = [Customer(id: 1, name: "Ada Lovelace", email: "ada@example.com")]
        var accounts = [Account(id: "001000000000001AAA", name: "Analytical Engines")]
        var channels: [String] = ["general"]
    }

    private static let limit = 10_000
    private let contents = Mutex(Contents())

    var customers: [Customer] { self.contents.withLock { $0.customers } }
    var accounts: [Account] { self.contents.withLock { $0.accounts } }

    func add(_ customer: Customer) -> Customer {
        self.contents.withLock { contents in
            var customer = customer
            customer.id = contents.customers.count + 1
            if contents.customers.count < Self.limit { contents.customers.append(customer) }
            return customer
        }
    }

    func add(_ account: Account) -> Account {
        self.contents.withLock { contents in
            let digits = String(contents.accounts.count + 1)
            var account = account
            account.id = "001" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits + "AAA"
            if contents.accounts.count < Self.limit { contents.accounts.append(account) }
            return account
        }
    }

    /// Whether the name was free.
    func addChannel(named name: String) -> Bool {
        self.contents.withLock { contents in
            guard !contents.channels.contains(name) else { return false }
            if contents.channels.count < Self.limit { contents.channels.append(name) }
            return true
        }
    }
}
