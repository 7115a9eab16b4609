package hudson

import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions

/** A path on an agent. Not serializable, so that holding one across a step is found. */
final class FilePath {

    /** What the sandbox throws at an untrusted library that touches one, or the agent's file system at anyone. */
    static volatile Exception refusal

    final String remote

    FilePath(String remote) { this.remote = remote }

    FilePath child(String relativeOrAbsolute) {
        if (refusal) throw refusal
        new FilePath(relativeOrAbsolute.startsWith('/') ? relativeOrAbsolute : "$remote/$relativeOrAbsolute".toString())
    }

    void write(String content, String encoding) throws IOException { new File(remote).setText(content, encoding) }

    String readToString() throws IOException { new File(remote).getText('UTF-8') }

    void chmod(int mode) throws IOException {
        String letters = (8..0).collect { mode & (1 << it) ? 'rwx'[2 - it % 3] : '-' }.join('')
        Files.setPosixFilePermissions(new File(remote).toPath(), PosixFilePermissions.fromString(letters))
    }
}
