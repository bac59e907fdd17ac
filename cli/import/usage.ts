import { COLUMNS } from './csv-columns.ts';

/** The text of `--help`. */
export const USAGE = `Imports the organizations of a reseller from a file of any size, through the API's batch route.

  npm run import -- --reseller <id> [options] <file>

  <file>            .csv, .jsonl or .ndjson; - is standard input and needs --format
  --reseller        the id of the reseller
  --url             where the API is (default: TENANTRY_URL, or http://127.0.0.1:3000)
  --format          csv or jsonl (default: by the file's extension)
  --name            what the file is called in the rows' keys (default: its base name; "stdin" for standard input)
  --results         the result file (default: <file>.results.jsonl; a dry run has none unless it is given)
  --concurrency     requests at once, 1 to 16 (default: 4). More is rarely faster: the rows of one
                    reseller contend for its limits, which are one item of the table, and an installation
                    answers 429 beyond its batchesAtOnce (4 by default); then the import waits
  --dry-run         asks the API what it would do; nothing is created
  --token-command   a shell command that prints a token. It runs when TENANTRY_TOKEN is not set, and again
                    each time the API answers 401: tokens may expire during a long import
  --help            prints this text

  TENANTRY_TOKEN    the token, with permission reseller:organization:create. It is not an option,
                    because everybody who lists processes sees options. Without it and without
                    --token-command, a local API gets a local token

CSV: UTF-8, separated by commas, with a header row, in any order of columns:
  ${COLUMNS}
  The first three are required. An empty cell of another column is an absent member.
JSON lines: each line is an object as the API accepts it; its own idempotencyKey is kept.

A row's idempotency key is a hash of the reseller, the file's name and the row's content. So equal
rows of a file are one organization, and the same command resumes an import, however it ended. Rows
that the result file has as created are not sent again. Rows whose answer was lost get their first
answer, for the same caller and for 24 hours; later such a row is refused as name-taken, never
created twice. Refused and failed rows are tried again.

Exit code: 0 when every row is created, 1 when rows were refused or failed or the import had to stop,
2 when nothing was begun, 130 after Ctrl-C, which lets the requests in flight end; a second Ctrl-C
does not.
`;
