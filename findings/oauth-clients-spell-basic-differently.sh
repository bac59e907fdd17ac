#!/usr/bin/env bash
# Four OAuth 2.0 clients send the same id and secret as three texts in `Authorization: Basic` (client credentials). RFC 6749 (2.3.1 and appendix B) has
# both encoded as application/x-www-form-urlencoded first, by the rules of HTML 4.01, which escape all but letters and digits. openid-client 6.9.0
# does so, with `-`, `_`, `.` and `~` too. simple-oauth2 5.1.0 leaves these four as they are. client-oauth2 4.3.3 (npm) and Authlib 1.9.10 (PyPI)
# encode nothing. A token endpoint that compares the header with the one it expects, and does not undo the escapes, refuses the first client,
# though the id has only letters, digits and dashes.
#
# Seen: see `expected` below. Way out: split at the colon, undo the escapes of both halves, and compare them. Or give clients ids and secrets of
# letters and digits. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openid-client@6.9.0 simple-oauth2@5.1.0 client-oauth2@4.3.3
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10
cat >look.mjs <<'JS'
import { createServer } from 'node:http';
import { default as ClientOAuth2 } from 'client-oauth2';
import * as openid from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';

const [id, secret] = process.argv.slice(2);
let header;
const server = createServer((request, response) => {
  header = request.headers.authorization;
  request.resume();
  response.setHeader('content-type', 'application/json');
  response.end('{"access_token":"t","token_type":"Bearer","expires_in":300}');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const tokenHost = `http://127.0.0.1:${server.address().port}`;
const say = (name) => console.log(name, Buffer.from(header.slice('Basic '.length), 'base64').toString());

const client = new openid.Configuration({ issuer: tokenHost, token_endpoint: `${tokenHost}/token` }, id, undefined, openid.ClientSecretBasic(secret));
openid.allowInsecureRequests(client);
await openid.clientCredentialsGrant(client);
say('openid-client');
await new ClientCredentials({ client: { id, secret }, auth: { tokenHost, tokenPath: '/token' } }).getToken({});
say('simple-oauth2');
await new ClientOAuth2({ clientId: id, clientSecret: secret, accessTokenUri: `${tokenHost}/token` }).credentials.getToken();
say('client-oauth2');
server.close();
JS
cat >look.py <<'PY'
import base64
import sys

from authlib.oauth2.auth import ClientAuth

_, headers, _ = ClientAuth(sys.argv[1], sys.argv[2], "client_secret_basic").prepare("POST", "https://example.com/token", {}, "")
print("authlib", base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode())
PY
id='shop-client_1.a'
secret='x+y/z=~'
seen=$(node look.mjs "$id" "$secret" && venv/bin/python look.py "$id" "$secret")
echo "$seen"
expected='openid-client shop%2Dclient%5F1%2Ea:x%2By%2Fz%3D%7E
simple-oauth2 shop-client_1.a:x%2By%2Fz%3D~
client-oauth2 shop-client_1.a:x+y/z=~
authlib shop-client_1.a:x+y/z=~'
[ "$seen" = "$expected" ]
