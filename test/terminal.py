"""Runs a command in a terminal of its own and types an answer when its question stands at the end.

The environment variable ANSWERS says which, as JSON: question to answer.
"""

import json
import os
import pty
import sys

answers = json.loads(os.environ.pop("ANSWERS"))
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b""
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    sys.stdout.buffer.write(chunk.replace(b"\r\n", b"\n"))
    seen = (seen + chunk)[-4096:]
    for question, answer in answers.items():
        if seen.endswith(question.encode() + b": "):
            os.write(terminal, answer.encode() + b"\n")
            seen = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
