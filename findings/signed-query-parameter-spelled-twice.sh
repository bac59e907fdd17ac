#!/usr/bin/env bash
# HTTP Message Signatures (RFC 9421) that cover `@query-param`: http-message-signatures 1.0.6 (npm) encodes the value with encodeURIComponent, which
# leaves ! ' ( ) ~ as they are. RFC 9421 (2.2.8) names the form encoding of the URL standard, which encodes these; http-message-signatures 3.0.0 (PyPI)
# does. So a request with `name=O'Brien` that Node.js has signed is refused in Python, and one with `name=Smith` is accepted.
#
# Seen: `Smith: accepted | O'Brien: refused | (a): refused | a!: refused | a~b: refused | a*b: accepted`.
# Way out: cover `@query`, the whole query as it was sent. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund http-message-signatures@1.0.6
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check http-message-signatures==3.0.0
cat >sign.mjs <<'JS'
import signatures from 'http-message-signatures';
const key = signatures.createSigner('a-shared-secret-of-thirty-two-bytes', 'hmac-sha256', 'shared');
const signed = await Promise.all(
  process.argv.slice(2).map((name) => {
    const request = { method: 'GET', url: `https://api.example/orders?name=${name}`, headers: {} };
    return signatures.httpbis.signMessage({ key, fields: ['@method', '@query-param;name="name"'] }, request);
  }),
);
console.log(JSON.stringify(signed));
JS
cat >look.py <<'PY'
import json, subprocess, sys
from types import SimpleNamespace

from http_message_signatures import HTTPMessageVerifier, InvalidSignature, MappingKeyResolver, algorithms

SECRET = b"a-shared-secret-of-thirty-two-bytes"
NAMES = ["Smith", "O'Brien", "(a)", "a!", "a~b", "a*b"]
verifier = HTTPMessageVerifier(
    signature_algorithm=algorithms.HMAC_SHA256,
    key_resolver=MappingKeyResolver(public_keys={"shared": SECRET}, private_keys={}),
)


def verdict(request):
    try:
        verifier.verify(SimpleNamespace(**request))
        return "accepted"
    except InvalidSignature:
        return "refused"


signed = json.loads(subprocess.run(["node", "sign.mjs", *NAMES], check=True, capture_output=True).stdout)
line = " | ".join(f"{name}: {verdict(request)}" for name, request in zip(NAMES, signed))
print(line)
sys.exit(line != "Smith: accepted | O'Brien: refused | (a): refused | a!: refused | a~b: refused | a*b: accepted")
PY
env/bin/python look.py
