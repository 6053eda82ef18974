#!/usr/bin/env python3
"""The neutral probe: what is true on a machine, as one flat table of facts in canonical JSON.

It runs inside a booted machine, or against the unpacked root of an image (--root DIR). It needs nothing but Python's
standard library, asks none of the tools that made the machine, and writes nothing. Keys are `group:name`.

  probe.py                    everything, the whole file tree
  probe.py --root DIR         the same for the root of an image; nothing live
  probe.py --declared FILE    the file tree only at the paths of a JSON list (all other facts are cheap and stay)
  probe.py --volatile FILE    also the paths in a JSON list, which lie where the file tree is not looked at
  probe.py --texts FILE       also the texts of the files in a JSON list
  probe.py --remember         also what is needed to know an untouched file again, for the next option
  probe.py --known FILE       what an earlier probe of the image that this machine was made from remembers
"""
import argparse
import hashlib
import json
import os
import re
import stat
import subprocess
import sys

SKIPPED = ("/proc", "/sys", "/dev", "/run", "/tmp")
UNIT_FOLDERS = ("/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")
UNIT_NAME = re.compile(r"^[^/]+\.(service|timer|socket|path|target|mount|swap|slice)$")

parser = argparse.ArgumentParser()
parser.add_argument("--root", default="/")
parser.add_argument("--declared")
parser.add_argument("--volatile")
parser.add_argument("--texts")
parser.add_argument("--remember", action="store_true")
parser.add_argument("--known")
options = parser.parse_args()
ROOT = os.path.abspath(options.root)
LIVE = ROOT == "/" and os.path.isdir("/run/systemd/system")
facts = {}
remembered = {}
known = {}
if options.known:
    with open(options.known, encoding="utf-8") as stream:
        known = json.load(stream)


def at(path):
    """The place of a machine's path on the file system that the probe sees."""
    return path if ROOT == "/" else ROOT + path


def lines(path):
    try:
        with open(at(path), encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read().split("\n")
    except OSError:
        return []


def records(path):
    return [line.split(":") for line in lines(path) if ":" in line]


def run(*argv):
    """Exit code and output of a program on the machine; in an unpacked root it runs under chroot."""
    command = list(argv) if ROOT == "/" else ["chroot", ROOT, *argv]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30)
    except (OSError, subprocess.TimeoutExpired) as error:
        return 127, str(error)
    return done.returncode, done.stdout.decode("utf-8", "surrogateescape")


USERS = {int(r[2]): r[0] for r in reversed(records("/etc/passwd")) if len(r) >= 7}
GROUPS = {int(r[2]): r[0] for r in reversed(records("/etc/group")) if len(r) >= 4}


def probe_identity():
    release = dict(line.split("=", 1) for line in lines("/etc/os-release") if "=" in line)
    facts["os:id"] = release.get("ID", "").strip('"')
    facts["os:version"] = release.get("VERSION_ID", "").strip('"')
    facts["hostname:file"] = "\n".join(lines("/etc/hostname")).strip()
    if LIVE:
        facts["hostname:live"] = os.uname().nodename


def stanzas(path):
    block = {}
    for line in lines(path):
        if line == "":
            if block:
                yield block
            block = {}
        elif line[0] not in " \t" and ":" in line:
            key, value = line.split(":", 1)
            block[key] = value.strip()
    if block:
        yield block


def probe_packages():
    auto = set()
    for block in stanzas("/var/lib/apt/extended_states"):
        if block.get("Auto-Installed") == "1":
            auto.add(block.get("Package"))
    for block in stanzas("/var/lib/dpkg/status"):
        want, _flag, state = (block.get("Status", "unknown ok unknown").split() + ["", "", ""])[:3]
        if state == "not-installed":
            continue
        facts["package:" + block["Package"]] = {
            "status": state,
            "version": block.get("Version", ""),
            "architecture": block.get("Architecture", ""),
            "hold": want == "hold",
            "auto": block["Package"] in auto,
        }


def lock_class(field):
    """How a password field behaves, never the field itself: hashes are salted and secret."""
    if field == "":
        return {"lock": "open"}
    if field.startswith("$"):
        return {"lock": "password", "algorithm": field.split("$")[1]}
    if "$" in field:
        return {"lock": "locked", "marker": field.split("$")[0], "algorithm": field.split("$")[1]}
    return {"lock": "locked", "marker": field}


def probe_accounts():
    for r in records("/etc/passwd"):
        if len(r) >= 7:
            facts["user:" + r[0]] = {
                "uid": int(r[2]), "group": GROUPS.get(int(r[3]), "#" + r[3]), "comment": r[4], "home": r[5], "shell": r[6],
            }
    for r in records("/etc/group"):
        if len(r) >= 4:
            facts["group:" + r[0]] = {"gid": int(r[2]), "members": sorted(filter(None, r[3].split(",")))}
    for r in records("/etc/shadow"):
        if len(r) >= 8:
            facts["shadow:" + r[0]] = {**lock_class(r[1]), "min": r[3], "max": r[4], "warn": r[5], "inactive": r[6], "expire": r[7]}
    for r in records("/etc/gshadow"):
        if len(r) >= 4:
            facts["gshadow:" + r[0]] = {**lock_class(r[1]), "admins": r[2], "members": sorted(filter(None, r[3].split(",")))}
    for kind in ("subuid", "subgid"):
        for r in records("/etc/" + kind):
            facts.setdefault(kind + ":" + r[0], []).append(":".join(r[1:]))


def contents(name, path, info):
    """
    What has to be read: bytes and extended attributes. A machine's disk lies over the files of its image, and the kernel
    gives everything that is written there, be it bytes, a mode or an attribute, a new time of change (ctime), which no
    program can set. So where that time is still the image's own, the file is, and what was read there is still right.
    """
    stamp = str(info.st_ctime_ns)
    if known.get(name, ("",))[0] == stamp:
        return known[name][1]
    found = {}
    if stat.S_ISREG(info.st_mode):
        found["size"] = info.st_size
        digest = hashlib.sha256()
        with open(path, "rb") as stream:
            for chunk in iter(lambda: stream.read(1 << 20), b""):
                digest.update(chunk)
        found["sha256"] = digest.hexdigest()
    for attribute in ("security.capability", "system.posix_acl_access", "system.posix_acl_default"):
        try:
            found[attribute] = os.getxattr(path, attribute, follow_symlinks=False).hex()
        except OSError:
            pass
    if options.remember:
        remembered[name] = (stamp, found)
    return found


def describe(name):
    """One file, directory, link or device, without following links."""
    path = at(name)
    info = os.lstat(path)
    mode = info.st_mode
    fact = {
        "type": "other",
        "mode": "%04o" % stat.S_IMODE(mode),
        "owner": USERS.get(info.st_uid, "#%d" % info.st_uid),
        "group": GROUPS.get(info.st_gid, "#%d" % info.st_gid),
    }
    if stat.S_ISDIR(mode):
        fact["type"] = "directory"
    elif stat.S_ISLNK(mode):
        fact["type"] = "link"
        fact["target"] = os.readlink(path)
        del fact["mode"]
    elif stat.S_ISREG(mode):
        fact["type"] = "file"
    elif stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        fact["type"] = "device"
        fact["device"] = "%d:%d" % (os.major(info.st_rdev), os.minor(info.st_rdev))
    if not stat.S_ISLNK(mode):
        fact.update(contents(name, path, info))
    return fact


def probe_paths(paths):
    """Exactly these paths. A missing one is a fact too."""
    for path in paths:
        try:
            facts["path:" + path] = describe(path)
        except OSError:
            facts["path:" + path] = {"type": "missing"}


def probe_texts(paths):
    for path in paths:
        if os.path.isfile(at(path)):
            facts["text:" + path] = "\n".join(lines(path))


def probe_tree():
    device = os.stat(ROOT).st_dev
    strip = 0 if ROOT == "/" else len(ROOT)
    for folder, folders, files in os.walk(ROOT):
        kept = []
        for name in folders:
            full = os.path.join(folder, name)
            path = full[strip:]
            try:
                facts["path:" + path] = describe(path)
                if path not in SKIPPED and not os.path.islink(full) and os.lstat(full).st_dev == device:
                    kept.append(name)
            except OSError:
                continue
        folders[:] = kept
        for name in files:
            path = os.path.join(folder, name)[strip:]
            try:
                facts["path:" + path] = describe(path)
            except OSError:
                continue


def probe_units():
    known, links, masked = {}, {}, set()
    for folder in UNIT_FOLDERS:
        try:
            entries = sorted(os.listdir(at(folder)))
        except OSError:
            continue
        for entry in entries:
            full = at(folder) + "/" + entry
            if os.path.islink(full) and os.readlink(full) == "/dev/null":
                masked.add(entry)
                known.setdefault(entry, None)
            elif os.path.islink(full) and UNIT_NAME.match(entry):
                target = os.path.basename(os.readlink(full))
                if folder.startswith("/etc/") and target != entry:
                    links.setdefault(target, set()).add("alias " + entry)
                known.setdefault(entry, target)
            elif os.path.isfile(full) and UNIT_NAME.match(entry):
                known.setdefault(entry, None)
            elif folder == "/etc/systemd/system" and entry.rsplit(".", 1)[-1] in ("wants", "requires", "upholds") and os.path.isdir(full):
                for unit in os.listdir(full):
                    links.setdefault(unit, set()).add(entry)
    for level in "2345":
        try:
            entries = os.listdir(at("/etc/rc%s.d" % level))
        except OSError:
            continue
        for entry in entries:
            unit = re.sub(r"^S\d\d", "", entry) + ".service"
            if entry.startswith("S") and unit not in known:
                links.setdefault(unit, set()).add("rc%s" % level)
    for unit in sorted(set(known) | set(links)):
        facts["unit:" + unit] = {
            "state": "masked" if unit in masked else "enabled" if unit in links else "disabled",
            "links": sorted(links.get(unit, ())),
        }


def probe_live_units():
    code, text = run(
        "systemctl", "show", "--no-pager", "-p", "Id,ActiveState,SubState,NeedDaemonReload,NRestarts,LoadState,FragmentPath",
        "*.service", "*.timer", "*.socket", "*.path", "*.mount", "*.swap",
    )
    for block in text.split("\n\n"):
        unit = dict(line.split("=", 1) for line in block.split("\n") if "=" in line)
        # What was loaded once and is now inactive depends on what was asked before, not on the machine.
        # A mount without a file of an administrator's is one that the engine or the kernel made.
        own = unit.get("FragmentPath", "").startswith("/etc/systemd/system/")
        if unit.get("ActiveState", "inactive") != "inactive" and (own or not unit.get("Id", ".mount").endswith((".mount", ".swap"))):
            facts["live:" + unit["Id"]] = {
                "active": unit["ActiveState"], "sub": unit.get("SubState", ""), "restarts": int(unit.get("NRestarts") or 0),
                "needReload": unit.get("NeedDaemonReload") == "yes",
            }


def probe_time_and_locale():
    try:
        target = os.readlink(at("/etc/localtime"))
        zone = os.path.normpath(os.path.join("/etc", target)).split("/zoneinfo/", 1)[-1]
    except OSError:
        zone = ""
    facts["timezone:localtime"] = zone
    facts["timezone:file"] = "\n".join(lines("/etc/timezone")).strip()
    for path in ("/etc/default/locale", "/etc/locale.conf"):
        for line in lines(path):
            if re.match(r"^\s*[A-Z_]+=", line):
                name, value = line.strip().split("=", 1)
                facts["locale:" + name] = value.strip("\"'")
    generated = set()
    try:
        with open(at("/usr/lib/locale/locale-archive"), "rb") as stream:
            pattern = rb"\0([a-z]{2,3}_[A-Z]{2}(?:\.[A-Za-z0-9]+)?(?:@[a-z]+)?)(?=\0)"
            generated = {name.decode() for name in re.findall(pattern, stream.read())}
    except OSError:
        pass
    try:
        generated |= set(os.listdir(at("/usr/lib/locale"))) - {"locale-archive"}
    except OSError:
        pass
    facts["locale:generated"] = sorted(generated)


def probe_sysctl():
    """sysctl.d(5): one file name counts once, the first folder wins; then all files in the order of their names."""
    chosen = {}
    for folder in ("/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d"):
        try:
            for name in os.listdir(at(folder)):
                if name.endswith(".conf"):
                    chosen.setdefault(name, folder + "/" + name)
        except OSError:
            continue
    merged = {}
    for _name, path in sorted(chosen.items()):
        for line in lines(path):
            if "=" in line and line.lstrip()[:1] not in ("#", ";", ""):
                key, value = line.split("=", 1)
                merged[key.strip().lstrip("-").replace("/", ".")] = value.strip()
    for key, value in merged.items():
        facts["sysctl:" + key] = value
        # The other trees of keys belong to the outer machine (and are shadowed in the lab).
        if LIVE and key.startswith("net.") and "*" not in key:
            facts["sysctl-live:" + key] = " ".join("\n".join(lines("/proc/sys/" + key.replace(".", "/"))).split())


def probe_sudoers():
    if os.path.exists(at("/usr/sbin/visudo")):
        code, text = run("/usr/sbin/visudo", "-c")
        facts["sudoers:valid"] = True if code == 0 else text


def probe_ports():
    code, text = run("ss", "-Hlntu")
    seen = set()
    for line in text.split("\n") if code == 0 else []:
        parts = line.split()
        if len(parts) >= 5:
            seen.add(parts[0] + " " + parts[4])
    facts["ports:listening"] = sorted(seen)


probe_identity()
probe_packages()
probe_accounts()
probe_units()
probe_time_and_locale()
probe_sysctl()
probe_sudoers()
if LIVE:
    probe_live_units()
    probe_ports()
declared = []
if options.declared:
    with open(options.declared, encoding="utf-8") as stream:
        declared = json.load(stream)
else:
    probe_tree()
probe_paths(declared)
if options.volatile:
    with open(options.volatile, encoding="utf-8") as stream:
        probe_paths(json.load(stream))
if options.texts:
    with open(options.texts, encoding="utf-8") as stream:
        probe_texts(json.load(stream))
seen = {"probe": 1, "live": LIVE, "full": not options.declared, "facts": facts}
if options.remember:
    seen["remembered"] = json.dumps(remembered)
json.dump(seen, sys.stdout, sort_keys=True, separators=(",", ":"))
