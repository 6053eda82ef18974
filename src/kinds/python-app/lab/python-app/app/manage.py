"""What a framework has: a command that collects static files, and one that migrates."""
import os
import sys

# Only in the virtual environment.
import greeting

assert greeting.greet("x") == "Hello, x"
if sys.argv[1] == "collectstatic":
    os.makedirs("static", exist_ok=True)
    with open("static/built.txt", "w") as stream:
        stream.write("the first release\n")
if sys.argv[1] == "migrate":
    assert os.environ["TEXT"] != ""
    with open("media/migrated", "a") as stream:
        stream.write("the first release\n")
