"""Runs Ansible's own modules over texts: JSON cases on stdin, the texts that the modules leave on stdout.

Only what the modules ask of Ansible's runtime is replaced: how a result is reported and how a file is moved into place.
"""
import importlib.util
import json
import os
import sys
import tempfile

sys.path.append("/usr/lib/python3/dist-packages")
import ansible.modules.blockinfile as blockinfile
import ansible.modules.lineinfile as lineinfile
import ansible_collections.community.general as general

spec = importlib.util.spec_from_file_location(
    "ini_file", os.path.join(list(general.__path__)[0], "plugins/modules/ini_file.py")
)
ini_file = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ini_file)


class Done(Exception):
    pass


class Module:
    check_mode = False
    _diff = False

    def __init__(self, **params):
        self.params = params

    def fail_json(self, **result):
        raise RuntimeError(result)

    def exit_json(self, **_):
        raise Done

    def boolean(self, value):
        return bool(value)

    def atomic_move(self, source, target, **_):
        os.replace(source, target)

    def load_file_common_arguments(self, _):
        return {}

    def set_fs_attributes_if_different(self, _, changed, **__):
        return changed

    set_file_attributes_if_different = set_fs_attributes_if_different


def edit_line(path, state, line, match="", after=""):
    module = Module(validate=None, unsafe_writes=False)
    if state == "absent":
        lineinfile.absent(module, path, match or None, None, line, False)
    insert = "(?:%s).*\\n" % after if after else "EOF"
    lineinfile.present(module, path, match or None, None, line, insert, None, False, False, False, False)


def edit_block(path, state, begin, end, text=""):
    module = Module(
        path=path, state=state, marker="{mark}", marker_begin=begin, marker_end=end, block=text, create=False,
        backup=False, validate=None, unsafe_writes=False, insertafter=None, insertbefore=None,
        append_newline=False, prepend_newline=False, encoding="utf-8",
    )
    blockinfile.AnsibleModule = lambda **_: module
    blockinfile.main()


def edit_key(path, state, section, key, value=""):
    values = [value] if state == "present" else []
    ini_file.do_ini(
        Module(), path, section=section or None, option=key, values=values, state=state, no_extra_spaces=True, create=False
    )


edits = {"line": edit_line, "block": edit_block, "key": edit_key}
folder = tempfile.mkdtemp()
Module.tmpdir = folder
results = []
for case in json.load(sys.stdin):
    path = os.path.join(folder, "file")
    with open(path, "wb") as stream:
        stream.write(case["before"].encode())
    kind, state, *words = case["words"]
    try:
        edits[kind](path, state, *words)
    except Done:
        pass
    with open(path, "rb") as stream:
        results.append(stream.read().decode())
json.dump(results, sys.stdout)
