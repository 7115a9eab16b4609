package hudson.util

/**
 * As Jenkins' own: toString() is the plain text. Jenkins pickles it encrypted; here the serialized form
 * is other text, so that a search for the text does not find it.
 */
final class Secret implements Serializable {

    private transient String text

    static Secret fromString(String text) { new Secret(text: text) }

    String getPlainText() { text }

    @Override String toString() { text }

    private void writeObject(ObjectOutputStream out) { out.writeUTF(turned(text)) }

    private void readObject(ObjectInputStream stored) { text = turned(stored.readUTF()) }

    private static String turned(String text) { text.collect { (char) (((int) it.charAt(0)) ^ 0x55) }.join('') }
}
