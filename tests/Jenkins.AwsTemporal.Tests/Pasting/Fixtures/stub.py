"""Answers STS and SSO on loopback with credentials that nobody ever had, always the same ones.

Usage: stub.py PORT_FILE   writes the port that it took, and runs until it is terminated
       stub.py             answers once on standard output, as a credential_process
"""
import base64
import json
import os
import random
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

dice = random.Random(9)
KEY = "ASIA6KNZ4A2TG" + "".join(dice.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=7))
SECRET = base64.b64encode(dice.randbytes(30)).decode()
# Bytes as an STS token has them: a version, the Region's name, then what only AWS can read.
TOKEN = base64.b64encode(b"!\n\x09origin_ec\x10\xaf\x09us-east-1" + dice.randbytes(475)).decode()
ENDS = "2037-11-21T14:15:00Z"
CREDENTIALS = f"""<Credentials><AccessKeyId>{KEY}</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>
<SessionToken>{TOKEN}</SessionToken><Expiration>{ENDS}</Expiration></Credentials>"""
ROLE = """<AssumedRoleUser><AssumedRoleId>AROA6KNZ4A2TGDT5I75G3:operator</AssumedRoleId>
<Arn>arn:aws:sts::984474191526:assumed-role/deploy/operator</Arn></AssumedRoleUser><PackedPolicySize>6</PackedPolicySize>"""


class Stub(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        action = "AssumeRole" if "Action=AssumeRole" in body else "GetSessionToken"
        result = CREDENTIALS + (ROLE if action == "AssumeRole" else "")
        self.answer(
            "text/xml",
            f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>{result}</{action}Result>'
            f"<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></{action}Response>")

    def do_GET(self):
        self.answer("application/json", json.dumps({"roleCredentials": {
            "accessKeyId": KEY, "secretAccessKey": SECRET, "sessionToken": TOKEN, "expiration": 2142425700000}}))

    def answer(self, kind, text):
        self.send_response_only(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


if len(sys.argv) < 2:
    print(json.dumps({
        "Version": 1, "AccessKeyId": KEY, "SecretAccessKey": SECRET, "SessionToken": TOKEN, "Expiration": ENDS}))
    sys.exit()
server = HTTPServer(("127.0.0.1", 0), Stub)
with open(sys.argv[1] + ".new", "w", encoding="ascii") as file:
    file.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
