//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ServiceLifecycle

/// A service that is logged by its name.
///
/// The lifecycle library writes whole services to its debug log, and these hold everything the program knows.
struct NamedService: Service, CustomStringConvertible, CustomReflectable {
    let name: String
    let service: any Service

    var description: String { self.name }
    var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    func run() async throws { try await self.service.run() }
}
