//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Configuration

/// What `serve` and `demo` take; every option is also an environment variable and a key of the config file.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A JSON file of settings, named as in docs/configuration.md.", valueName: "file"))
    var config: String?

    @Option(help: "The address to listen on (default: 127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen on; 0 takes a free one (default: 8080).")
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "Where vendors and customers reach this server (default: where it listens).", valueName: "url"))
    var publicUrl: String?

    @Option(help: "Event loops of the data plane (default: as many as cores, at most 4).")
    var threads: Int?

    @Option(help: ArgumentHelp("The certificate chain for callers, PEM.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("The certificate's private key, PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("Certificates to trust for vendors besides the system's, PEM.", valueName: "file"))
    var upstreamCa: [String] = []

    @Option(
        help: ArgumentHelp(
            "A vendor at a private or loopback address that may be reached.", valueName: "host-or-cidr:port"))
    var allowUpstream: [String] = []

    @Option(help: "The largest request or response head in bytes (default: 32768).")
    var maxHeadBytes: Int?

    @Option(help: "The most header fields of a head (default: 128).")
    var maxHeaderFields: Int?

    @Option(help: "The largest request body in bytes (default: no limit).")
    var maxBodyBytes: Int?

    @Option(help: "Bytes of a request body that are kept to be sent again with a fresh token (default: 65536).")
    var replayBodyBytes: Int?

    @Option(help: "The largest request body in bytes where a signature covers it (default: 8388608).")
    var signedBodyBytes: Int?

    @Flag(help: "Look for events without sleeping while there is traffic: answers come sooner, and use whole cores.")
    var busyPoll = false

    @OptionGroup(title: "Times (like 500ms, 10s, 2m)")
    var times: TimeOptions

    @Option(help: "trace, debug, info, notice, warning, error or critical (default: info).")
    var logLevel: String?

    /// What was given, by configuration key.
    var values: [AbsoluteConfigKey: ConfigValue] {
        var values = self.times.values
        let texts = [
            "host": self.host, "publicUrl": self.publicUrl, "tlsCert": self.tlsCert, "tlsKey": self.tlsKey,
            "logLevel": self.logLevel,
        ]
        for case (let key, let text?) in texts { values[[key]] = ConfigValue(.string(text), isSecret: false) }
        let numbers = [
            "port": self.port, "threads": self.threads, "maxHeadBytes": self.maxHeadBytes,
            "maxHeaderFields": self.maxHeaderFields, "maxBodyBytes": self.maxBodyBytes,
            "replayBodyBytes": self.replayBodyBytes, "signedBodyBytes": self.signedBodyBytes,
        ]
        for case (let key, let number?) in numbers { values[[key]] = ConfigValue(.int(number), isSecret: false) }
        if self.busyPoll { values["busyPoll"] = ConfigValue(.bool(true), isSecret: false) }
        for (key, list) in ["upstreamCa": self.upstreamCa, "allowUpstream": self.allowUpstream] where !list.isEmpty {
            values[[key]] = ConfigValue(.stringArray(list), isSecret: false)
        }
        return values
    }
}

/// How long things may take.
struct TimeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("For a request's head to arrive (default: 10s).", valueName: "time"))
    var headTimeout: String?

    @Option(help: ArgumentHelp("Without a byte either way (default: 60s).", valueName: "time"))
    var idleTimeout: String?

    @Option(help: ArgumentHelp("To connect to a vendor, TLS included (default: 5s).", valueName: "time"))
    var connectTimeout: String?

    @Option(help: ArgumentHelp("For a vendor's answer to begin (default: 60s).", valueName: "time"))
    var firstByteTimeout: String?

    @Option(help: ArgumentHelp("For requests to end after SIGTERM (default: 30s).", valueName: "time"))
    var drainTimeout: String?

    var values: [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        let times = [
            "headTimeout": self.headTimeout, "idleTimeout": self.idleTimeout, "connectTimeout": self.connectTimeout,
            "firstByteTimeout": self.firstByteTimeout, "drainTimeout": self.drainTimeout,
        ]
        for case (let key, let text?) in times { values[[key]] = ConfigValue(.string(text), isSecret: false) }
        return values
    }
}
