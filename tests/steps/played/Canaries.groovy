package played

/** The secrets of one build, and the places where they must not be. */
class Canaries {

    private final Map<String, String> texts = Collections.synchronizedMap([:])
    private final Map<String, java.util.regex.Pattern> codes = Collections.synchronizedMap([:])

    /** Also its beginning and its base64: a leak may be cut or encoded. */
    void add(String name, String secret) {
        if (!secret) return
        texts[name] = secret
        if (secret.length() >= 32) texts["the beginning of $name".toString()] = secret.take(20)
        texts["$name in base64".toString()] = secret.bytes.encodeBase64().toString().replaceAll('=+$', '')
        texts["$name in hex".toString()] = secret.bytes.encodeHex().toString()
    }

    /** Six digits occur by chance within longer numbers. */
    void addCode(String code) {
        codes["the MFA code $code".toString()] = ~/(?<![0-9])$code(?![0-9])/
        texts["the MFA code $code in base64".toString()] = code.bytes.encodeBase64().toString()
        texts["the MFA code $code in hex".toString()] = code.bytes.encodeHex().toString()
    }

    /** The paste and, where it is the AWS CLI's JSON, its parts. */
    void addPaste(String paste) {
        if (paste.length() < 16) return
        add('the paste', paste)
        (paste =~ /"(SecretAccessKey|SessionToken)": *"([^"]+)"/).each { add('the ' + it[1], it[2]) }
    }

    List<String> findIn(String text) {
        List<String> found = []
        synchronized (texts) { found.addAll(texts.findAll { name, secret -> text.contains(secret) }*.key) }
        synchronized (codes) { found.addAll(codes.findAll { name, code -> code.matcher(text).find() }*.key) }
        found
    }

    /** Files below the folder that hold a canary, but for those in a session's own folder, and those that withCredentials keeps. */
    List<String> findBelow(File folder) {
        List<String> found = []
        // Null or unreadable: a parallel branch has just removed it.
        for (File file : folder.listFiles()) {
            if (file.parent.endsWith('@tmp/aws-temporal') || file.name == 'secretFiles') continue
            if (file.directory) {
                found += findBelow(file)
                continue
            }
            String text
            try {
                text = file.getText('ISO-8859-1')
            } catch (IOException gone) {
                continue
            }
            findIn(text).each { found << "$it is in the file $file".toString() }
        }
        found
    }
}
