//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Logging
package import Storage
package import Vault

/// What a workspace is shown and told of its connections, put together.
package struct PlatformServices: Sendable {
    package let calls: APICallService
    package let notifications: NotificationService
    package let environments: EnvironmentService
    package let settings: WorkspaceSettingsService
    package let recorder: CallRecorder
    package let retention: LogRetention
    /// For the services that make calls of their own and change connections.
    package let log: CallLog
    private let makeDelivery: @Sendable (@escaping NotificationDelivery.Send) -> NotificationDelivery

    package init(store: Store, vault: Vault, surroundings: Surroundings, logger: Logger) {
        let wake = Wake()
        let noted = Notifications(random: surroundings.random, noted: { wake() })
        let settings = WorkspaceSettingsService(
            store: store, vault: vault, surroundings: surroundings, notifications: noted)
        let recorder = CallRecorder(
            writer: CallWriter(store: store, vault: vault, notifications: noted, surroundings: surroundings),
            logger: logger)
        self.calls = APICallService(store: store, vault: vault)
        self.notifications = NotificationService(store: store)
        self.environments = EnvironmentService(store: store, surroundings: surroundings)
        self.settings = settings
        self.recorder = recorder
        self.retention = LogRetention(store: store, surroundings: surroundings, logger: logger)
        self.log = CallLog(record: { recorder.add($0) }, notice: { try noted.note($0, $1) })
        self.makeDelivery = { send in
            NotificationDelivery(
                store: store, settings: settings, surroundings: surroundings, wake: wake, logger: logger, send: send)
        }
    }

    /// Brings notifications to webhooks; one of them runs at a time.
    package func delivery(sending send: @escaping NotificationDelivery.Send) -> NotificationDelivery {
        self.makeDelivery(send)
    }
}
