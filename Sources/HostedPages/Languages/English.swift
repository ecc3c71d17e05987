//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension Phrases {
    static let english = Phrases(
        connect: "Connect {integration}",
        asksForAccess: "{workspace} asks for access to your {integration} account.",
        someoneAsksForAccess: "The application you came from asks for access to your {integration} account.",
        extent: """
            It will be able to use {integration} with all the rights that these details have, until you take \
            them back.
            """,
        permissionsAsked: "It asks for these permissions:",
        reads: "read",
        writes: "write",
        howToConnect: "How do you want to connect?",
        details: "Your {integration} details",
        isChecked: """
            The details are checked with {integration} first. They are stored encrypted and sent to \
            {integration} only.
            """,
        optional: "optional",
        connectButton: "Connect",
        continueButton: "Continue to {integration}",
        cancelButton: "Cancel",
        leavesForVendor: "You will go on to {integration} to sign in and to give your consent there.",
        methods: MethodPhrases(
            consent: "Sign in at {integration}",
            key: "API key",
            basic: "User name and password",
            token: "Access token",
            client: "Client ID and client secret",
            keyFile: "Service account key",
            other: "Account details"),
        fields: FieldPhrases(
            apiKey: "API key",
            token: "Access token",
            username: "User name",
            password: "Password",
            email: "Email address",
            clientID: "Client ID",
            clientSecret: "Client secret",
            privateKey: "Private key",
            keyFileHint: "Paste the whole key file.",
            subdomain: "Subdomain",
            host: "Host name",
            region: "Region",
            url: "Address (URL)",
            account: "Account ID",
            company: "Company",
            oneLabel: "one part of a host name",
            hostParts: "parts of a host name",
            hostName: "a host name",
            hostPath: "a host name and maybe a path",
            origin: "https:// and a host name",
            httpsURL: "an https address",
            example: "for example {example}"),
        problems: ProblemPhrases(
            title: "There is a problem",
            missing: "{field} is missing.",
            invalid: "{field} cannot be used as it is.",
            refused: "{integration} does not accept these details. Check them and try again.",
            unreachable: "{integration} cannot be reached at the moment. Try again in a few minutes.",
            hostNotAllowed: "This address may not be called from here. Ask whoever sent you this link.",
            unclear: "{integration} gave no clear answer. Nothing was stored; try again later.",
            otherAccount: """
                This is another {integration} account than before. Use the account that was connected first.
                """,
            usedUp: "This link has been used or is no longer valid. Ask for a new one.",
            cookiesNeeded: "This page needs cookies. Allow them and open the link again in the same browser.",
            busy: "The server is busy. Try again in a moment.",
            denied: "You did not give access, so nothing was connected.",
            linkInvalid: """
                This link is not valid: it was used, has expired, or was opened in another browser. Ask for a \
                new one.
                """,
            notActive: "{integration} cannot be connected here yet. Ask whoever sent you this link."),
        connected: "{integration} is connected",
        connectedText: "Your {integration} account is connected.",
        notConnected: "{integration} is not connected",
        mayClose: "You can close this window.")
}
