#!/usr/bin/env bash
# csv-stringify 6.9.0: with the record delimiter of RFC 4180 (`record_delimiter: 'windows'`, CRLF) a value is quoted if it holds CR LF, and not if it
# holds a lone LF, as the second line of an address does. RFC 4180 (2.6) wants quotes around a field with line breaks. Other readers see two records:
# the csv module of Python, papaparse 5.7.0 and csv-parse 7.0.3, of the same authors, unless it is told the delimiter. With the default (LF) it is right.
#
# Seen: `"1,Main St\nFloor 2\r\n" | csv-parse: CSV_RECORD_INCONSISTENT_FIELDS_LENGTH | python: 3 records of 2 | default: 2 records of 2`.
# Way out: `quoted_string: true`, or `quoted_match: /[\r\n]/`. Exits non-zero when the behaviour changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3 csv-stringify@6.9.0
cat >look.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
const rows = [['1', 'Main St\nFloor 2'], ['2', 'High St']];
const windows = stringify(rows, { record_delimiter: 'windows' });
const read = (text) => {
  try {
    return `${parse(text).length} records of ${rows.length}`;
  } catch (error) {
    return error.code;
  }
};
const python = execFileSync('python3', ['-c', 'import csv, io, sys; print(len(list(csv.reader(io.StringIO(sys.stdin.read(), newline="")))))'], {
  input: windows,
});
const line = [
  JSON.stringify(stringify(rows.slice(0, 1), { record_delimiter: 'windows' })),
  `csv-parse: ${read(windows)}`,
  `python: ${String(python).trim()} records of ${rows.length}`,
  `default: ${read(stringify(rows))}`,
].join(' | ');
console.log(line);
const expected = [
  '"1,Main St\\nFloor 2\\r\\n"',
  'csv-parse: CSV_RECORD_INCONSISTENT_FIELDS_LENGTH',
  'python: 3 records of 2',
  'default: 2 records of 2',
].join(' | ');
const mended = read(stringify(rows, { record_delimiter: 'windows', quoted_match: /[\r\n]/ })) === '2 records of 2';
process.exit(line === expected && mended ? 0 : 1);
JS
node look.mjs
