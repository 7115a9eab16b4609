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
        boolean absolute = relativeOrAbsolute.startsWith('/') || relativeOrAbsolute.startsWith('Z:\\')
        new FilePath(absolute ? relativeOrAbsolute : "$remote${windows ? '\\' : '/'}$relativeOrAbsolute".toString())
    }

    void write(String content, String encoding) throws IOException { file.setText(content, encoding) }

    String readToString() throws IOException { file.getText('UTF-8') }

    void chmod(int mode) throws IOException {
        if (windows) return
        String letters = (8..0).collect { mode & (1 << it) ? 'rwx'[2 - it % 3] : '-' }.join('')
        Files.setPosixFilePermissions(file.toPath(), PosixFilePermissions.fromString(letters))
    }

    /** Agents with Windows have this machine's files on their drive Z. */
    private boolean isWindows() { remote.startsWith('Z:\\') }

    private File getFile() { new File(windows ? remote.substring(2).replace('\\', '/') : remote) }
}
