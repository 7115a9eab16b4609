"""Runs a command at a terminal of its own and types into it.

On standard input: {"command": [...], "steps": [[await, type], ...]}. Each step types its text when the awaited one has
appeared after the last; [rows, columns] for a text gives the window another size. Prints what the terminal shows, and
ends as the command does, 128+n after signal n.
"""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

given = json.load(sys.stdin)
child, terminal = pty.fork()


def resize(rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


if child == 0:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 101, 0, 0))
    os.execvp(given["command"][0], given["command"])

shown = b""
seen = 0
end = time.monotonic() + 20
while time.monotonic() < end:
    if select.select([terminal], [], [], 0.05)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            part = b""
        if not part:
            break
        shown += part
    if given["steps"]:
        awaited, text = given["steps"][0]
        if awaited.encode() in shown[seen:]:
            seen += shown[seen:].index(awaited.encode()) + len(awaited)
            given["steps"].pop(0)
            # The program that asked has to set up the terminal first.
            time.sleep(0.2)
            resize(*text) if isinstance(text, list) else os.write(terminal, text.encode())
else:
    shown += b"\nNO END, STILL AWAITED: " + json.dumps(given["steps"]).encode()
    os.kill(child, signal.SIGKILL)

sys.stdout.buffer.write(shown)
sys.stdout.flush()
status = os.waitpid(child, 0)[1]
os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
