"""As much of an OpenStack as list-nodes asks for: a login, and twenty servers. Prints its port, then each call."""

import http.server
import json


def server(number):
    return {
        "id": f"00000000-0000-4000-8000-{number:012}", "name": f"node-{number}", "status": "ACTIVE",
        "created": "2026-01-01T00:00:00Z", "image": {"id": "i"}, "flavor": {"id": "f"}, "metadata": {},
        "addresses": {"net": [{"version": 4, "addr": f"192.0.2.{number}", "OS-EXT-IPS:type": "fixed"}]},
    }


def catalog(url):
    endpoint = {"id": "e", "interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": url + "/v2.1"}
    return [{"type": "compute", "id": "c", "name": "nova", "endpoints": [endpoint]}]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece: in two, the second would wait for the first's acknowledgement

    def log_message(self, *_):
        print(self.command, self.path, flush=True)

    def answer(self, status, value, **headers):
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", "Content-Length": len(body), **headers}.items():
            self.send_header(name, str(text))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        user = {"id": "u", "name": "demo", "domain": {"id": "default", "name": "Default"}}
        times = {"issued_at": "2026-01-01T00:00:00.000000Z", "expires_at": "2099-01-01T00:00:00.000000Z"}
        url = f"http://127.0.0.1:{self.server.server_port}"
        token = {"methods": ["password"], "user": user, "catalog": catalog(url), **times}
        self.answer(201, {"token": token}, **{"X-Subject-Token": "t"})

    def do_GET(self):
        self.answer(200, {"servers": [server(number) for number in range(1, 21)]})


cloud = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(cloud.server_port, flush=True)
cloud.serve_forever()
