package hudson.util

/**
 * As Jenkins' own: toString() is the plain text. Jenkins pickles it encrypted; here the serialized form
 * is other text, so that a search for the text does not find it.
 */
final class Secret implements Serializable {

    /** What the sandbox throws at an untrusted library that makes or opens one; toString() it lets pass. */
    static volatile SecurityException refusal

    private transient String text

    static Secret fromString(String text) {
        if (refusal) throw refusal
        of(text)
    }

    /** What Jenkins itself makes. */
    static Secret of(String text) { new Secret(text: text) }

    String getPlainText() {
        if (refusal) throw refusal
        text
    }

    @Override String toString() { text }

    private void writeObject(ObjectOutputStream out) { out.writeUTF(turned(text)) }

    private void readObject(ObjectInputStream stored) { text = turned(stored.readUTF()) }

    private static String turned(String text) { text.collect { (char) (((int) it.charAt(0)) ^ 0x55) }.join('') }
}
