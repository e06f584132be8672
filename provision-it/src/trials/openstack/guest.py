"""guest.py NAME DIRECTORY [floating]: the guest of the server NAME, whose hypervisor starts none; see ../standin.py.

With 'floating' its address is the server's floating one: the network that would lead it to the server is not there,
either. The user data come from the API, as a metadata service would give them, which is asked as an administrator: see
administrator.py.
"""

import base64
import os
import sys
import time

from administrator import call, log_in

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standin import stand_in  # noqa: E402

name, directory = sys.argv[1:3]
kind = (sys.argv[3:] or ["fixed"])[0]
nova, token, _ = log_in()


def server():
    found = call(nova + "/servers/detail?all_tenants=1&name=^" + name + "$", token=token)[1]["servers"]
    return found[0] if found else None


def addresses(server):
    networks = (server or {}).get("addresses") or {}
    return [a["addr"] for network in networks.values() for a in network if a.get("OS-EXT-IPS:type", "fixed") == kind]


def wait_for_server():
    running = server()
    while not (running and running["status"] == "ACTIVE" and addresses(running)):
        time.sleep(0.2)
        running = server()
    return addresses(running)[0], base64.b64decode(running["OS-EXT-SRV-ATTR:user_data"] or b"").decode()


stand_in(directory, wait_for_server, server)
