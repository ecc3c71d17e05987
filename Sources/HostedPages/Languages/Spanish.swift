//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension Phrases {
    static let spanish = Phrases(
        connect: "Conectar {integration}",
        asksForAccess: "{workspace} solicita acceso a su cuenta de {integration}.",
        someoneAsksForAccess: "La aplicación de la que viene solicita acceso a su cuenta de {integration}.",
        extent: "Podrá usar {integration} con todos los derechos que tengan estos datos, hasta que usted los retire.",
        permissionsAsked: "Solicita estos permisos:",
        reads: "lectura",
        writes: "escritura",
        howToConnect: "¿Cómo quiere conectarse?",
        details: "Sus datos de {integration}",
        isChecked: """
            Los datos se comprueban primero con {integration}. Se guardan cifrados y solo se envían a \
            {integration}.
            """,
        optional: "opcional",
        connectButton: "Conectar",
        continueButton: "Continuar a {integration}",
        cancelButton: "Cancelar",
        leavesForVendor: "Pasará a {integration} para iniciar sesión y dar allí su consentimiento.",
        methods: MethodPhrases(
            consent: "Iniciar sesión en {integration}",
            key: "Clave de API",
            basic: "Usuario y contraseña",
            token: "Token de acceso",
            client: "ID y secreto del cliente",
            keyFile: "Clave de cuenta de servicio",
            other: "Datos de la cuenta"),
        fields: FieldPhrases(
            apiKey: "Clave de API",
            token: "Token de acceso",
            username: "Nombre de usuario",
            password: "Contraseña",
            email: "Correo electrónico",
            clientID: "ID del cliente",
            clientSecret: "Secreto del cliente",
            privateKey: "Clave privada",
            keyFileHint: "Pegue el archivo de clave completo.",
            subdomain: "Subdominio",
            host: "Nombre de host",
            region: "Región",
            url: "Dirección (URL)",
            account: "ID de la cuenta",
            company: "Empresa",
            oneLabel: "una parte de un nombre de host",
            hostParts: "partes de un nombre de host",
            hostName: "un nombre de host",
            hostPath: "un nombre de host y, si procede, una ruta",
            origin: "https:// y un nombre de host",
            httpsURL: "una dirección https",
            example: "por ejemplo {example}"),
        problems: ProblemPhrases(
            title: "Hay un problema",
            missing: "{field}: falta este dato.",
            invalid: "{field}: este valor no se puede usar.",
            refused: "{integration} no acepta estos datos. Compruébelos e inténtelo de nuevo.",
            unreachable: """
                No se puede contactar con {integration} en este momento. Inténtelo de nuevo en unos minutos.
                """,
            hostNotAllowed: "Desde aquí no se puede llamar a esta dirección. Consulte a quien le envió este enlace.",
            unclear: "{integration} no dio una respuesta clara. No se guardó nada; inténtelo más tarde.",
            otherAccount: """
                Esta cuenta de {integration} no es la de antes. Use la cuenta que se conectó la primera vez.
                """,
            usedUp: "Este enlace ya se usó o ha dejado de ser válido. Pida uno nuevo.",
            cookiesNeeded: """
                Esta página necesita cookies. Permítalas y vuelva a abrir el enlace en el mismo navegador.
                """,
            busy: "El servidor está ocupado. Inténtelo de nuevo en un momento.",
            denied: "No dio acceso, así que no se conectó nada.",
            linkInvalid: """
                Este enlace no es válido: ya se usó, ha caducado o se abrió en otro navegador. Pida uno nuevo.
                """,
            notActive: "{integration} aún no se puede conectar aquí. Consulte a quien le envió este enlace."),
        connected: "{integration} está conectado",
        connectedText: "Su cuenta de {integration} está conectada.",
        notConnected: "{integration} no está conectado",
        mayClose: "Puede cerrar esta ventana.")
}
