import { COLUMNS } from './mapping/fields.ts';

/** The end of `--help`. */
export const notes = `TENANTRY_TOKEN is the token, with permission reseller:organization:create, and for --update also
reseller:organization:update. It is not an option, because everybody who lists processes sees
options. Without it and without --token-command, a local API gets a local token, and
a stage with a user pool one of its operator's client.

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
