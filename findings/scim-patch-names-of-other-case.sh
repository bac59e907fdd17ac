#!/usr/bin/env bash
# scim-patch 0.8.3 with scim2-parse-filter 0.2.10 (npm), for SCIM, by which identity providers make and change accounts. The names of attributes are
# "case insensitive" (RFC 7643, 2.1), and so are `userName` and the type of an e-mail (caseExact is false, 4.1 and 8.7.1). A PATCH that replaces
# `USERNAME` leaves `userName` as it is and adds a second attribute; in a filter the name may have any case, the value not: a change of the address
# of type `WORK` adds a second address, and a search for `bob` does not find Bob. `ge` compares times as texts: the same moment with and without
# milliseconds is not greater or equal.
#
# Seen: `USERNAME: Bob and x | TYPE eq "work": 1 address | type eq "WORK": 2 addresses | userName eq "bob": false | ge the same moment: false`.
# Way out: map names to those of the schema, values to lower case and times to one form, before both. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund scim-patch@0.8.3 scim2-parse-filter@0.2.10
cat >look.mjs <<'JS'
import { scimPatch } from 'scim-patch';
import { filter, parse } from 'scim2-parse-filter';
const user = () => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'Bob',
  emails: [{ value: 'bob@example.com', type: 'work' }],
  meta: { resourceType: 'User', created: new Date(0), lastModified: new Date(0), location: '' },
});
const patched = (path) => scimPatch(user(), [{ op: 'replace', path, value: 'x' }]);
const finds = (text) => filter(parse(text))({ userName: 'Bob', meta: { created: '2026-11-29T08:00:00.000Z' } });
const { userName, USERNAME } = patched('USERNAME');
const addresses = (path) => patched(path).emails.length;
const seen = [
  `USERNAME: ${userName} and ${USERNAME}`,
  `TYPE eq "work": ${addresses('emails[TYPE eq "work"].value')} address`,
  `type eq "WORK": ${addresses('emails[type eq "WORK"].value')} addresses`,
  `userName eq "bob": ${finds('userName eq "bob"')}`,
  `ge the same moment: ${finds('meta.created ge "2026-11-29T08:00:00Z"')}`,
].join(' | ');
console.log(seen);
const known =
  'USERNAME: Bob and x | TYPE eq "work": 1 address | type eq "WORK": 2 addresses | userName eq "bob": false | ge the same moment: false';
process.exit(seen === known ? 0 : 1);
JS
node look.mjs
