import { COLUMNS } from './mapping/fields.ts';

/** The text of `--help`. */
export const USAGE = `Imports the organizations of a reseller from a file of any size.

  npm run import -- --reseller <id> [options] <file>

  <file>            .csv, .tsv, .json, .jsonl or .ndjson; - is standard input and needs --format
  --reseller        the id of the reseller
  --help            prints this text

The file:
  --format          csv, jsonl or json (default: by the file's extension)
  --encoding        utf-8 (default), utf-16le, utf-16be or windows-1252; a byte order mark wins. A file
                    that has other bytes is refused as a whole, what comes through a pipe from there on
  --skip            how many title lines stand before the header row of a CSV
  --items           where the list of a JSON file is, such as $.data (default: $)

Columns and values:
  --suggest         writes a proposed map to this file and shows five rows as they would be stored;
                    nothing is imported
  --map             a YAML or JSON file that says which column is which field
  --set             field=value for rows that have no value of their own; repeatable
  --rest            other columns: refuse (default), metadata or ignore
  --external-id     ids with a character that a path cannot hold, such as a slash: refuse (default),
                    encode (/ becomes ~2F) or metadata (kept as metadata.externalId)

Import:
  --dry-run         says what an import of the whole file would do; nothing is created
  --update          creates or replaces organizations by their external id. A row that changes nothing is
                    "unchanged"; a field that the file does not have is removed
  --name            what the file is called in the rows' keys (default: its base name; "stdin" for standard input)
  --wait            how long an API that does not answer is asked again, such as 30s or 2h (default: 10m)
  --concurrency     the most requests at once, 1 to 16 (default: 4). While the API is too busy there are
                    fewer. More is rarely faster: the rows of one reseller contend for its limits, and
                    an installation answers 429 beyond its batchesAtOnce (4 by default)

Connection:
  --url             where the API is (default: TENANTRY_URL, or http://127.0.0.1:3000)
  --token-command   a shell command that prints a token. It runs when TENANTRY_TOKEN is not set, and again
                    each time the API answers 401: tokens may expire during a long import
  TENANTRY_TOKEN    the token, with permission reseller:organization:create, and for --update also
                    reseller:organization:update. It is not an option, because everybody who lists
                    processes sees options. Without it and without --token-command, a local API gets a
                    local token

Result files, beside each other (a dry run writes those that are named):
  --results         one line for each row, for the next run (default: <file>.results.jsonl)
  --created         the ids of what was created (default: <file>.created.csv)
  --refused         the rows that were refused or failed, with row number and reason, to be mended and
                    imported (default: <file>.refused.csv, or .jsonl; the next free name)

CSV: separated by commas, semicolons or tabs, or as its line "sep=" says, with a header row, in any order
of columns, without regard to case and space:
  ${COLUMNS}
  The first three are required. An empty cell of another column is an absent member. Space around a
  value is removed. A number as "25.0" or "1,250", and what a spreadsheet has made of a value
  (1.23E+11, an apostrophe before digits), is refused with its reason.
JSON: objects as the API accepts them, one on each line, one after another or in a list; an
idempotencyKey of its own is kept. With --map, --set, --rest or --external-id the members are columns,
such as address.city and domains[0].domain.

Map:
  Company name: name                              # a column and its field
  Notes: null                                     # is left out
  Address: { split: ", ", to: [address.addressLine1, address.city] }
  metadata.contact: { from: [First, Last], join: " " }
  email: { from: [Billing e-mail, E-mail], first: true }   # the first that is not empty
  allowedUsers: { value: -1 }                     # as --set

A row's idempotency key is a hash of the reseller, the file's name and the row's content. So equal
rows of a file are one organization, and the same command resumes an import, however it ended. Rows
that the result file has as created are not sent again. Rows whose answer was lost get their first
answer, for the same caller and for 24 hours; later such a row is refused as name-taken, never
created twice. Refused and failed rows are tried again.

Exit code: 0 when every row is done, 1 when rows were refused or failed or the import had to stop,
2 when nothing was begun, 130 after Ctrl-C, which lets the requests in flight end; a second Ctrl-C
does not.
`;
