//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension Phrases {
    static let portuguese = Phrases(
        connect: "Conectar {integration}",
        asksForAccess: "{workspace} pede acesso à sua conta {integration}.",
        someoneAsksForAccess: "O aplicativo de onde você veio pede acesso à sua conta {integration}.",
        extent: "Ele poderá usar {integration} com todos os direitos destes dados, até você os retirar.",
        permissionsAsked: "São pedidas estas permissões:",
        reads: "leitura",
        writes: "escrita",
        howToConnect: "Como você quer se conectar?",
        details: "Seus dados de {integration}",
        isChecked: """
            Os dados são primeiro verificados com {integration}. São guardados criptografados e enviados \
            apenas a {integration}.
            """,
        optional: "opcional",
        connectButton: "Conectar",
        continueButton: "Continuar para {integration}",
        cancelButton: "Cancelar",
        leavesForVendor: "Você seguirá para {integration} para entrar e dar lá o seu consentimento.",
        methods: MethodPhrases(
            consent: "Entrar em {integration}",
            key: "Chave de API",
            basic: "Nome de usuário e senha",
            token: "Token de acesso",
            client: "ID e segredo do cliente",
            keyFile: "Chave de conta de serviço",
            other: "Dados da conta"),
        fields: FieldPhrases(
            apiKey: "Chave de API",
            token: "Token de acesso",
            username: "Nome de usuário",
            password: "Senha",
            email: "Endereço de e-mail",
            clientID: "ID do cliente",
            clientSecret: "Segredo do cliente",
            privateKey: "Chave privada",
            keyFileHint: "Cole o arquivo de chave inteiro.",
            subdomain: "Subdomínio",
            host: "Nome do host",
            region: "Região",
            url: "Endereço (URL)",
            account: "ID da conta",
            company: "Empresa",
            oneLabel: "uma parte de um nome de host",
            hostParts: "partes de um nome de host",
            hostName: "um nome de host",
            hostPath: "um nome de host e talvez um caminho",
            origin: "https:// e um nome de host",
            httpsURL: "um endereço https",
            example: "por exemplo {example}"),
        problems: ProblemPhrases(
            title: "Há um problema",
            missing: "{field}: falta este dado.",
            invalid: "{field}: este valor não pode ser usado.",
            refused: "{integration} não aceita estes dados. Verifique-os e tente novamente.",
            unreachable: "Não é possível contactar {integration} neste momento. Tente novamente em alguns minutos.",
            hostNotAllowed: "Este endereço não pode ser chamado daqui. Fale com quem lhe enviou este link.",
            unclear: "{integration} não deu uma resposta clara. Nada foi guardado; tente mais tarde.",
            otherAccount: "Esta conta {integration} não é a mesma de antes. Use a conta que foi conectada primeiro.",
            usedUp: "Este link já foi usado ou deixou de ser válido. Peça um novo.",
            cookiesNeeded: "Esta página precisa de cookies. Permita-os e abra o link novamente no mesmo navegador.",
            busy: "O servidor está ocupado. Tente novamente em instantes.",
            denied: "Você não deu acesso, por isso nada foi conectado.",
            linkInvalid: """
                Este link não é válido: já foi usado, expirou ou foi aberto em outro navegador. Peça um novo.
                """,
            notActive: "{integration} ainda não pode ser conectado aqui. Fale com quem lhe enviou este link."),
        connected: "{integration} está conectado",
        connectedText: "Sua conta {integration} está conectada.",
        notConnected: "{integration} não está conectado",
        mayClose: "Você pode fechar esta janela.")
}
