"""Stands for the guest of a server that is an empty shell: a real sshd at the server's address."""

import os
import re
import signal
import subprocess
import sys
import time


def sshd(place, address):
    with open(place + "/conf", "w") as conf:
        conf.write(
            f"ListenAddress {address}:22\nHostKey {os.getcwd()}/{place}/host\n"
            f"AuthorizedKeysFile {os.path.expanduser('~/.ssh/id_ed25519.pub')}\nStrictModes no\nUsePAM no\nPidFile none\n"
        )
    command = ["/usr/sbin/sshd", "-D", "-e", "-f", f"{os.getcwd()}/{place}/conf"]
    return subprocess.Popen(command, stderr=open(place + "/log", "w"))


def stand_in(directory, wait_for_server, exists):
    """Takes what wait_for_server returns, an address and user data, shows a host key of the image's first and a second
    later the one from the user data, as cloud-init does, while exists returns true. The address is added to the loopback
    interface meanwhile, which takes root.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was begun is ended
    os.makedirs(directory)
    os.chdir(directory)
    address, user_data = wait_for_server()
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
        while exists():
            time.sleep(0.5)
    finally:
        if process:
            process.terminate()
            process.wait()
        subprocess.run(["ip", "address", "del", address + "/32", "dev", "lo"], check=True)
