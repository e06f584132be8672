"""guest.py NAME DIRECTORY: the guest of the instance NAME, where the cloud starts none; see ../standin.py."""

import base64
import os
import sys
import time

from api import ask

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from standin import stand_in  # noqa: E402

name, directory = sys.argv[1:3]


def instance():
    answer = ask("DescribeInstances", Filter_1_Name="tag:Name", Filter_1_Value_1=name)
    found = answer.findall("reservationSet/item/instancesSet/item")
    return next((one for one in found if one.findtext("instanceState/name") == "running"), None)


def wait_for_server():
    running = instance()
    while running is None or not running.findtext("ipAddress"):
        time.sleep(0.2)
        running = instance()
    asked = ask("DescribeInstanceAttribute", InstanceId=running.findtext("instanceId"), Attribute="userData")
    return running.findtext("ipAddress"), base64.b64decode(asked.findtext("userData/value") or "").decode()


stand_in(directory, wait_for_server, lambda: instance() is not None)
