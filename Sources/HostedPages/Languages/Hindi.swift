//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

extension Phrases {
    static let hindi = Phrases(
        connect: "{integration} को जोड़ें",
        asksForAccess: "{workspace} आपके {integration} खाते तक पहुँच चाहता है।",
        someoneAsksForAccess: "जिस ऐप से आप आए हैं, वह आपके {integration} खाते तक पहुँच चाहता है।",
        extent: "जब तक आप इसे वापस नहीं लेते, वह इन विवरणों के सभी अधिकारों के साथ {integration} का उपयोग कर सकेगा।",
        permissionsAsked: "वह ये अनुमतियाँ माँगता है:",
        reads: "पढ़ना",
        writes: "लिखना",
        howToConnect: "आप कैसे जोड़ना चाहते हैं?",
        details: "आपके {integration} विवरण",
        isChecked: """
            विवरण पहले {integration} से जाँचे जाते हैं। वे एन्क्रिप्ट करके रखे जाते हैं और केवल {integration} \
            को भेजे जाते हैं।
            """,
        optional: "वैकल्पिक",
        connectButton: "जोड़ें",
        continueButton: "{integration} पर जाएँ",
        cancelButton: "रद्द करें",
        leavesForVendor: "साइन इन करने और सहमति देने के लिए आप {integration} पर जाएँगे।",
        methods: MethodPhrases(
            consent: "{integration} पर साइन इन करें",
            key: "API कुंजी",
            basic: "उपयोगकर्ता नाम और पासवर्ड",
            token: "एक्सेस टोकन",
            client: "क्लाइंट ID और सीक्रेट",
            keyFile: "सेवा खाते की कुंजी",
            other: "खाते के विवरण"),
        fields: FieldPhrases(
            apiKey: "API कुंजी",
            token: "एक्सेस टोकन",
            username: "उपयोगकर्ता नाम",
            password: "पासवर्ड",
            email: "ईमेल पता",
            clientID: "क्लाइंट ID",
            clientSecret: "क्लाइंट सीक्रेट",
            privateKey: "निजी कुंजी",
            keyFileHint: "पूरी कुंजी फ़ाइल चिपकाएँ।",
            subdomain: "सबडोमेन",
            host: "होस्ट का नाम",
            region: "क्षेत्र",
            url: "पता (URL)",
            account: "खाता ID",
            company: "कंपनी",
            oneLabel: "होस्ट नाम का एक भाग",
            hostParts: "होस्ट नाम के कुछ भाग",
            hostName: "होस्ट का नाम",
            hostPath: "होस्ट का नाम और संभवतः पथ",
            origin: "https:// और होस्ट का नाम",
            httpsURL: "एक https पता",
            example: "उदाहरण के लिए {example}"),
        problems: ProblemPhrases(
            title: "एक समस्या है",
            missing: "{field} नहीं दिया गया है।",
            invalid: "{field} का यह मान उपयोग नहीं किया जा सकता।",
            refused: "{integration} इन विवरणों को स्वीकार नहीं करता। इन्हें जाँचकर फिर से कोशिश करें।",
            unreachable: "अभी {integration} तक पहुँचा नहीं जा सकता। कुछ मिनट बाद फिर से कोशिश करें।",
            hostNotAllowed: "यहाँ से इस पते पर संपर्क नहीं किया जा सकता। जिसने आपको यह लिंक भेजा है, उससे पूछें।",
            unclear: "{integration} ने स्पष्ट उत्तर नहीं दिया। कुछ भी सहेजा नहीं गया; बाद में कोशिश करें।",
            otherAccount: "यह पहले वाला {integration} खाता नहीं है। वही खाता उपयोग करें जो पहली बार जोड़ा गया था।",
            usedUp: "यह लिंक उपयोग हो चुका है या अब मान्य नहीं है। नया लिंक माँगें।",
            cookiesNeeded: "इस पृष्ठ को कुकी चाहिए। उन्हें अनुमति दें और लिंक को उसी ब्राउज़र में फिर से खोलें।",
            busy: "सर्वर व्यस्त है। थोड़ी देर में फिर से कोशिश करें।",
            denied: "आपने अनुमति नहीं दी, इसलिए कुछ भी नहीं जोड़ा गया।",
            linkInvalid: """
                यह लिंक मान्य नहीं है: यह उपयोग हो चुका है, समाप्त हो गया है या किसी अन्य ब्राउज़र में खोला \
                गया। नया लिंक माँगें।
                """,
            notActive: "{integration} को अभी यहाँ नहीं जोड़ा जा सकता। जिसने आपको यह लिंक भेजा है, उससे पूछें।"),
        connected: "{integration} जुड़ गया है",
        connectedText: "आपका {integration} खाता जुड़ गया है।",
        notConnected: "{integration} नहीं जुड़ा है",
        mayClose: "आप यह विंडो बंद कर सकते हैं।")
}
