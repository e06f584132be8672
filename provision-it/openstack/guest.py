"""Stands for the guest of a server whose hypervisor starts none: a real sshd at the server's address.

guest.py NAME DIRECTORY [floating]: waits for the server NAME, takes its user data as a metadata service would give it, shows a
host key of the image's first and a second later the one from the user data, as cloud-init does, until the server is gone.
The address is added to the loopback interface meanwhile, which takes root. With 'floating' it is the server's floating
one: the network that would lead it to the server is not there, either.

Asks the API as an administrator; see administrator.py.
"""

import base64
import os
import re
import signal
import subprocess
import sys
import time

from administrator import call, log_in


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was begun is ended
name, directory = sys.argv[1:3]
kind = (sys.argv[3:] or ["fixed"])[0]
os.makedirs(directory)
os.chdir(directory)
here = os.getcwd()
nova, token, _ = log_in()


def server():
    found = call(nova + "/servers/detail?all_tenants=1&name=^" + name + "$", token=token)[1]["servers"]
    return found[0] if found else None


def addresses(server):
    networks = (server or {}).get("addresses") or {}
    return [a["addr"] for network in networks.values() for a in network if a.get("OS-EXT-IPS:type", "fixed") == kind]


def sshd(place, address):
    with open(place + "/conf", "w") as conf:
        conf.write(
            f"ListenAddress {address}:22\nHostKey {here}/{place}/host\n"
            f"AuthorizedKeysFile {os.path.expanduser('~/.ssh/id_ed25519.pub')}\nStrictModes no\nUsePAM no\nPidFile none\n"
        )
    return subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", f"{here}/{place}/conf"], stderr=open(place + "/log", "w"))


running = server()
while not (running and running["status"] == "ACTIVE" and addresses(running)):
    time.sleep(0.2)
    running = server()
address = addresses(running)[0]
user_data = base64.b64decode(running["OS-EXT-SRV-ATTR:user_data"] or b"").decode()
subprocess.run(["ip", "address", "add", address + "/32", "dev", "lo"], check=True)
process = None
try:
    for place in ("image", "node"):
        os.mkdir(place)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "image/host"], check=True)
    process = sshd("image", address)
    time.sleep(1)
    process.terminate()
    process.wait()
    key = re.search(r"ed25519_private: \|\n(.*?-----END[^\n]*\n)", user_data, re.S)
    with open(os.open("node/host", os.O_WRONLY | os.O_CREAT, 0o600), "w") as host:
        host.write("\n".join(line[4:] for line in key.group(1).split("\n")))
    with open("node/host.pub", "w") as public:
        public.write(re.search("ed25519_public: (.*)", user_data).group(1) + "\n")
    process = sshd("node", address)
    while server():
        time.sleep(0.5)
finally:
    if process:
        process.terminate()
        process.wait()
    subprocess.run(["ip", "address", "del", address + "/32", "dev", "lo"], check=True)
