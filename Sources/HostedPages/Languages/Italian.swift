//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension Phrases {
    static let italian = Phrases(
        connect: "Collega {integration}",
        asksForAccess: "{workspace} chiede l’accesso al tuo account {integration}.",
        someoneAsksForAccess: "L’applicazione da cui vieni chiede l’accesso al tuo account {integration}.",
        extent: "Potrà usare {integration} con tutti i diritti di questi dati, finché non li revochi.",
        permissionsAsked: "Chiede queste autorizzazioni:",
        reads: "lettura",
        writes: "scrittura",
        howToConnect: "Come vuoi collegarti?",
        details: "I tuoi dati {integration}",
        isChecked: """
            I dati vengono prima verificati con {integration}. Sono conservati cifrati e inviati solo a \
            {integration}.
            """,
        optional: "facoltativo",
        connectButton: "Collega",
        continueButton: "Continua su {integration}",
        cancelButton: "Annulla",
        leavesForVendor: "Passerai a {integration} per accedere e dare lì il tuo consenso.",
        methods: MethodPhrases(
            consent: "Accedi a {integration}",
            key: "Chiave API",
            basic: "Nome utente e password",
            token: "Token di accesso",
            client: "ID e segreto del client",
            keyFile: "Chiave dell’account di servizio",
            other: "Dati dell’account"),
        fields: FieldPhrases(
            apiKey: "Chiave API",
            token: "Token di accesso",
            username: "Nome utente",
            password: "Password dell’account",
            email: "Indirizzo e-mail",
            clientID: "ID del client",
            clientSecret: "Segreto del client",
            privateKey: "Chiave privata",
            keyFileHint: "Incolla l’intero file della chiave.",
            subdomain: "Sottodominio",
            host: "Nome host",
            region: "Regione",
            url: "Indirizzo (URL)",
            account: "ID dell’account",
            company: "Azienda",
            oneLabel: "una parte di un nome host",
            hostParts: "parti di un nome host",
            hostName: "un nome host",
            hostPath: "un nome host ed eventualmente un percorso",
            origin: "https:// e un nome host",
            httpsURL: "un indirizzo https",
            example: "per esempio {example}"),
        problems: ProblemPhrases(
            title: "C’è un problema",
            missing: "{field}: manca questo dato.",
            invalid: "{field}: questo valore non può essere usato.",
            refused: "{integration} non accetta questi dati. Controllali e riprova.",
            unreachable: "{integration} non è raggiungibile in questo momento. Riprova tra qualche minuto.",
            hostNotAllowed: "Questo indirizzo non può essere chiamato da qui. Chiedi a chi ti ha inviato il link.",
            unclear: "{integration} non ha dato una risposta chiara. Non è stato salvato nulla; riprova più tardi.",
            otherAccount: """
                Questo account {integration} non è quello di prima. Usa l’account collegato la prima volta.
                """,
            usedUp: "Questo link è già stato usato o non è più valido. Chiedine uno nuovo.",
            cookiesNeeded: "Questa pagina ha bisogno dei cookie. Consentili e riapri il link nello stesso browser.",
            busy: "Il server è occupato. Riprova tra un momento.",
            denied: "Non hai dato l’accesso, quindi non è stato collegato nulla.",
            linkInvalid: """
                Questo link non è valido: è già stato usato, è scaduto o è stato aperto in un altro browser. \
                Chiedine uno nuovo.
                """,
            notActive: "{integration} non si può ancora collegare qui. Chiedi a chi ti ha inviato il link."),
        connected: "{integration} è collegato",
        connectedText: "Il tuo account {integration} è collegato.",
        notConnected: "{integration} non è collegato",
        mayClose: "Puoi chiudere questa finestra.")
}
