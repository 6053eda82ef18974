#!/usr/bin/python3
"""Tries ports of this machine from a network namespace beside it: prints for each port who gets through.

The namespace has two addresses of each family, so that rules with a source are tried from both sides. Something listens
on every port, so that a port which does not answer is one that is filtered.
"""

import ctypes
import errno
import socket
import subprocess
import sys

MACHINE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
OUTSIDE = {socket.AF_INET: ["192.0.2.2", "192.0.2.3"], socket.AF_INET6: ["2001:db8::2", "2001:db8::3"]}


def run(command):
    subprocess.run(command.split(), check=True, stdout=subprocess.DEVNULL)


def connect():
    with open("/proc/sys/net/ipv6/conf/all/disable_ipv6", "w") as file:
        file.write("0")
    run("ip netns add outside")
    run("ip link add inside0 type veth peer name outside0 netns outside")
    run("ip link set inside0 up")
    run("ip -n outside link set outside0 up")
    for family, bits in ((socket.AF_INET, 24), (socket.AF_INET6, 64)):
        nodad = " nodad" if family == socket.AF_INET6 else ""
        run(f"ip addr add {MACHINE[family]}/{bits} dev inside0{nodad}")
        for address in OUTSIDE[family]:
            run(f"ip -n outside addr add {address}/{bits} dev outside0{nodad}")


def listen(ports):
    listeners = []
    for family in MACHINE:
        for port in ports:
            try:
                listener = socket.socket(family, socket.SOCK_STREAM)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                listener.bind((MACHINE[family], port))
                listener.listen(8)
                listeners.append(listener)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
    return listeners


def knock(family, source, port):
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        client.bind((source, 0))
        try:
            client.connect((MACHINE[family], port))
        except OSError:
            return False
        return True


def enter(namespace):
    """What os.setns does from Python 3.12 on."""
    if ctypes.CDLL("libc.so.6", use_errno=True).setns(namespace.fileno(), 0) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def main(ports):
    connect()
    try:
        listeners = listen(ports)
        with open("/run/netns/outside") as outside, open("/proc/self/ns/net") as home:
            # From here on this process is outside; the listeners stay where they were made.
            enter(outside)
            for port in ports:
                through = [source for family in MACHINE for source in OUTSIDE[family] if knock(family, source, port)]
                print(port, " ".join(through) or "nobody")
            enter(home)
        for listener in listeners:
            listener.close()
    finally:
        run("ip netns delete outside")


main([int(word) for word in sys.argv[1:]])
