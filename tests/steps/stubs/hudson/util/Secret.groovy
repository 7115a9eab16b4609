package hudson.util

/**
 * As Jenkins' own: toString() is the plain text. Jenkins pickles it encrypted; here the serialized form
 * is the text turned over, so that a search for the text does not find it.
 */
final class Secret implements Serializable {

    private transient String text

    static Secret fromString(String text) { new Secret(text: text) }

    String getPlainText() { text }

    @Override String toString() { text }

    private void writeObject(ObjectOutputStream out) { out.writeUTF(text.reverse()) }

    private void readObject(ObjectInputStream stored) { text = stored.readUTF().reverse() }
}
