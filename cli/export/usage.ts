import { columnsOf } from './csv.ts';
import { ROWS, type RowSchema } from './schemas.ts';

const WIDTH = 98;

/** Returns the columns as lines of a text. */
const columnsText = (schema: RowSchema): string => {
  const lines = [''];
  for (const name of columnsOf(schema, () => ['<key>']).map((path) => path.join('.'))) {
    const line = lines.at(-1) ?? '';
    if (line.length + name.length + 2 > WIDTH - 4) lines.push(`${name}, `);
    else lines[lines.length - 1] = `${line}${name}, `;
  }
  return lines
    .map((line) => `    ${line.trimEnd()}`)
    .join('\n')
    .replace(/,$/, '');
};

/** The end of `--help`. */
export const notes = `TENANTRY_TOKEN is the token, with permission reseller:organization:read, partner:read or
reseller:read; all organizations need the first and the last. It is not an option, because everybody
who lists processes sees options. Without it and without --token-command, a local API gets a local
token, and a stage with a user pool one of its operator's client.

Columns of a CSV; a line of NDJSON has the same members, nested:
  organizations
${columnsText(ROWS.organizations)}
  partners, each before those below it, with its contact but no other contacts
${columnsText(ROWS.partners)}
  resellers
${columnsText(ROWS.resellers)}

CSV is UTF-8 with a byte order mark. An empty cell is an absent member. A text is marked by an
apostrophe (') before it when it is empty, begins with = + - @ or an apostrophe, has white space or
an invisible character at an end, or looks like 1.5E+10 or #N/A. So no spreadsheet runs it as a
formula, and the import, which removes the apostrophe, takes the rest to the character. Keys of
metadata are marked likewise. An address or metadata without members is absent in a CSV; NDJSON has
it. Rows are in the order of creation, which the import keeps with --concurrency 1. In a spreadsheet
whose separator is not the comma, open the file by its import of text: a double click would split
texts at that separator, and could run what follows.

What is created, deleted or moved during an export may be missing, or there as it was before. No row
comes twice, and nothing else is missing. A path shows where in the branch a partner was found.

Exit code: 0 when everything is exported, 1 when the export had to stop, 2 when nothing was begun,
130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP. After all but 0 --out is as it was before.
Standard output may have got some of the rows, except in a CSV of organizations.
`;
