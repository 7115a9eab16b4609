package played

/** The secrets of one build, and the places where they must not be. */
class Canaries {

    private final Map<String, String> texts = Collections.synchronizedMap([:])

    /** Also its beginning and its base64: a leak may be cut or encoded. */
    void add(String name, String secret) {
        if (!secret) return
        texts[name] = secret
        if (secret.length() >= 32) texts["the beginning of $name".toString()] = secret.take(20)
        texts["$name in base64".toString()] = secret.bytes.encodeBase64().toString().replaceAll('=+$', '')
        texts["$name in hex".toString()] = secret.bytes.encodeHex().toString()
    }

    /** The paste and, where it is the AWS CLI's JSON, its parts. */
    void addPaste(String paste) {
        if (paste.length() < 16) return
        add('the paste', paste)
        (paste =~ /"(SecretAccessKey|SessionToken)": *"([^"]+)"/).each { add('the ' + it[1], it[2]) }
    }

    List<String> findIn(String text) {
        synchronized (texts) { texts.findAll { name, secret -> text.contains(secret) }*.key }
    }

    /** Files below the folder that hold a canary, but for those in a session's own folder. */
    List<String> findBelow(File folder) {
        List<String> found = []
        // Null or unreadable: a parallel branch has just removed it.
        for (File file : folder.listFiles()) {
            if (file.parent.endsWith('@tmp/aws-temporal')) continue
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
