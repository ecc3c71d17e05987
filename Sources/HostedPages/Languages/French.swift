//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension Phrases {
    static let french = Phrases(
        connect: "Connecter {integration}",
        asksForAccess: "{workspace} demande l’accès à votre compte {integration}.",
        someoneAsksForAccess: "L’application d’où vous venez demande l’accès à votre compte {integration}.",
        extent: """
            Elle pourra utiliser {integration} avec tous les droits attachés à ces informations, jusqu’à ce \
            que vous les retiriez.
            """,
        permissionsAsked: "Les autorisations demandées :",
        reads: "lecture",
        writes: "écriture",
        howToConnect: "Comment voulez-vous vous connecter ?",
        details: "Vos informations {integration}",
        isChecked: """
            Les informations sont d’abord vérifiées auprès de {integration}. Elles sont conservées chiffrées \
            et ne sont envoyées qu’à {integration}.
            """,
        optional: "facultatif",
        connectButton: "Connecter",
        continueButton: "Continuer vers {integration}",
        cancelButton: "Annuler",
        leavesForVendor: "Vous allez passer chez {integration} pour vous identifier et y donner votre accord.",
        methods: MethodPhrases(
            consent: "S’identifier chez {integration}",
            key: "Clé d’API",
            basic: "Nom d’utilisateur et mot de passe",
            token: "Jeton d’accès",
            client: "Identifiant et secret du client",
            keyFile: "Clé de compte de service",
            other: "Informations du compte"),
        fields: FieldPhrases(
            apiKey: "Clé d’API",
            token: "Jeton d’accès",
            username: "Nom d’utilisateur",
            password: "Mot de passe",
            email: "Adresse e-mail",
            clientID: "Identifiant du client",
            clientSecret: "Secret du client",
            privateKey: "Clé privée",
            keyFileHint: "Collez le fichier de clé en entier.",
            subdomain: "Sous-domaine",
            host: "Nom d’hôte",
            region: "Région",
            url: "Adresse (URL)",
            account: "Identifiant du compte",
            company: "Entreprise",
            oneLabel: "une partie d’un nom d’hôte",
            hostParts: "des parties d’un nom d’hôte",
            hostName: "un nom d’hôte",
            hostPath: "un nom d’hôte, suivi éventuellement d’un chemin",
            origin: "https:// et un nom d’hôte",
            httpsURL: "une adresse https",
            example: "par exemple {example}"),
        problems: ProblemPhrases(
            title: "Il y a un problème",
            missing: "{field} : information manquante.",
            invalid: "{field} : cette valeur ne peut pas être utilisée.",
            refused: "{integration} n’accepte pas ces informations. Vérifiez-les et réessayez.",
            unreachable: "{integration} est injoignable pour le moment. Réessayez dans quelques minutes.",
            hostNotAllowed: """
                Cette adresse ne peut pas être appelée d’ici. Adressez-vous à la personne qui vous a envoyé ce \
                lien.
                """,
            unclear: "{integration} n’a pas donné de réponse claire. Rien n’a été enregistré ; réessayez plus tard.",
            otherAccount: """
                Ce compte {integration} n’est pas le même qu’avant. Utilisez le compte connecté la première \
                fois.
                """,
            usedUp: "Ce lien a déjà servi ou n’est plus valable. Demandez-en un nouveau.",
            cookiesNeeded: """
                Cette page a besoin de cookies. Autorisez-les et rouvrez le lien dans le même navigateur.
                """,
            busy: "Le serveur est occupé. Réessayez dans un instant.",
            denied: "Vous n’avez pas donné l’accès ; rien n’a été connecté.",
            linkInvalid: """
                Ce lien n’est pas valable : il a déjà servi, a expiré ou a été ouvert dans un autre \
                navigateur. Demandez-en un nouveau.
                """,
            notActive: """
                {integration} ne peut pas encore être connecté ici. Adressez-vous à la personne qui vous a \
                envoyé ce lien.
                """),
        connected: "{integration} est connecté",
        connectedText: "Votre compte {integration} est connecté.",
        notConnected: "{integration} n’est pas connecté",
        mayClose: "Vous pouvez fermer cette fenêtre.")
}
