"""The compute API of a cloud like Amazon's, by the standard variables AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY and AWS_REGION.
"""

import datetime
import hashlib
import hmac
import os
import urllib.parse
import urllib.request
import xml.etree.ElementTree

endpoint = os.environ["AWS_ENDPOINT_URL"].rstrip("/") + "/"
region = os.environ.get("AWS_REGION", "us-east-1")


def ask(action, **parameters):
    """The answer's root element; the name spaces are taken out of it."""
    form = {"Action": action, "Version": "2016-11-15", **{k.replace("_", "."): v for k, v in parameters.items()}}
    body = urllib.parse.urlencode(form).encode()
    with urllib.request.urlopen(urllib.request.Request(endpoint, body, signed(body))) as response:
        answer = xml.etree.ElementTree.fromstring(response.read())
    for element in answer.iter():
        element.tag = element.tag.partition("}")[2] or element.tag
    return answer


def signed(body):
    """The headers of a request, with its signature of version 4."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    kind, host = "application/x-www-form-urlencoded", urllib.parse.urlparse(endpoint).netloc
    request = f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\nx-amz-date:{now}\n\ncontent-type;host;x-amz-date\n"
    request += hashlib.sha256(body).hexdigest()
    scope = f"{now[:8]}/{region}/ec2/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = b"AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"].encode()
    for part in [*scope.split("/"), text]:
        key = hmac.new(key, part.encode(), "sha256").digest()
    who = f"Credential={os.environ['AWS_ACCESS_KEY_ID']}/{scope}, SignedHeaders=content-type;host;x-amz-date"
    authorization = f"AWS4-HMAC-SHA256 {who}, Signature={key.hex()}"
    return {"Content-Type": kind, "X-Amz-Date": now, "Authorization": authorization}
