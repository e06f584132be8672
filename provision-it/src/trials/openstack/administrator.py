"""The compute API of an OpenStack, as an administrator: OS_AUTH_URL, OS_ADMIN_USERNAME, OS_ADMIN_PASSWORD,
OS_ADMIN_PROJECT_NAME.
"""

import json
import os
import urllib.request


def call(url, data=None, token=None, method=None):
    headers = {"Content-Type": "application/json", "X-OpenStack-Nova-API-Version": "2.3"}
    if token:
        headers["X-Auth-Token"] = token
    request = urllib.request.Request(url, json.dumps(data).encode() if data else None, headers, method=method)
    with urllib.request.urlopen(request) as response:
        return response.headers, json.loads(response.read() or b"{}")


def log_in():
    domain = {"name": "Default"}
    user = {"name": os.environ["OS_ADMIN_USERNAME"], "domain": domain, "password": os.environ["OS_ADMIN_PASSWORD"]}
    scope = {"project": {"name": os.environ["OS_ADMIN_PROJECT_NAME"], "domain": domain}}
    identity = {"methods": ["password"], "password": {"user": user}}
    headers, body = call(os.environ["OS_AUTH_URL"] + "/auth/tokens", {"auth": {"identity": identity, "scope": scope}})
    compute = [s for s in body["token"]["catalog"] if s["type"] == "compute"][0]
    public = [e for e in compute["endpoints"] if e["interface"] == "public"][0]
    return public["url"], headers["X-Subject-Token"], os.environ["OS_AUTH_URL"]
