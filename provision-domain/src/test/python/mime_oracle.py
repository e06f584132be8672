"""Reads MIME messages, one a line in hexadecimal, and prints the parts of each as cloud-init sees them:
TYPE=PAYLOAD, the payload in hexadecimal, blanks between. cloud-init reads user data with these very calls."""

import email
import sys

for line in sys.stdin:
    message = email.message_from_string(bytes.fromhex(line).decode("utf-8"))
    parts = []
    for part in message.walk():
        if part.get_content_maintype() == "multipart":
            continue
        payload = part.get_payload(decode=True)
        parts.append(part.get_content_type() + "=" + payload.hex())
    print(" ".join(parts))
