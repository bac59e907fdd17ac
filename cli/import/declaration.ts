import { declare } from '../command/declaration.ts';
import { DEPLOYED } from '../shared/deployed.ts';
import { notes } from './usage.ts';

const FILE = 'The file:';
const COLUMNS = 'Columns and values:';
const IMPORT = 'Import:';
const CONNECTION = 'Connection:';
const RESULTS = 'Result files, beside each other (a dry run writes those that are named):';

/** `tenantry import`. */
export const importOrganizations = declare({
  name: 'import',
  summary: 'creates or updates organizations from a CSV or JSON file',
  description: `Imports the organizations of a reseller from a file of any size: .csv, .tsv, .json, .jsonl or
.ndjson; - is standard input and needs --format.`,
  words: '<file>',
  options: {
    reseller: { value: '<id>', help: 'the id of the reseller' },
    format: {
      value: '<format>',
      help: "csv, jsonl or json (default: by the file's extension)",
      group: FILE,
      choices: ['csv', 'jsonl', 'json'],
    },
    encoding: {
      value: '<name>',
      help: 'utf-8 (default), utf-16le, utf-16be or windows-1252; a byte order mark wins. A file that has other bytes is refused as a whole, what comes through a pipe from there on',
      group: FILE,
    },
    skip: { value: '<n>', help: 'how many title lines stand before the header row of a CSV', group: FILE },
    items: { value: '<path>', help: 'where the list of a JSON file is, such as $.data (default: $)', group: FILE },
    suggest: {
      value: '<file>',
      help: 'writes a proposed map to this file and shows five rows as they would be stored; nothing is imported',
      group: COLUMNS,
    },
    map: { value: '<file>', help: 'a YAML or JSON file that says which column is which field', group: COLUMNS },
    set: { value: '<field=value>', help: 'for rows that have no value of their own; repeatable', multiple: true, group: COLUMNS },
    rest: {
      value: '<mode>',
      help: 'other columns: refuse (default), metadata or ignore',
      group: COLUMNS,
      choices: ['refuse', 'metadata', 'ignore'],
    },
    'external-id': {
      value: '<mode>',
      help: 'ids with a character that a path cannot hold, such as a slash: refuse (default), encode (/ becomes ~2F) or metadata (kept as metadata.externalId)',
      group: COLUMNS,
      choices: ['refuse', 'encode', 'metadata'],
    },
    'dry-run': { help: 'says what an import of the whole file would do; nothing is created', group: IMPORT },
    update: {
      help: 'creates or replaces organizations by their external id. A row that changes nothing is "unchanged"; a field that the file does not have is removed',
      group: IMPORT,
    },
    name: {
      value: '<text>',
      help: 'what the file is called in the rows\' keys (default: its base name; "stdin" for standard input)',
      group: IMPORT,
    },
    wait: { value: '<time>', help: 'how long an API that does not answer is asked again, such as 30s or 2h (default: 10m)', group: IMPORT },
    concurrency: {
      value: '<n>',
      help: 'the most requests at once, 1 to 16 (default: 4). While the API is too busy there are fewer. More is rarely faster: the rows of one reseller contend for its limits, and an installation answers 429 beyond its batchesAtOnce (4 by default)',
      group: IMPORT,
    },
    stage: { ...DEPLOYED.stage, group: CONNECTION },
    installation: { ...DEPLOYED.installation, group: CONNECTION },
    url: {
      value: '<address>',
      help: 'where the API is (default: that of the stage, TENANTRY_URL, or http://127.0.0.1:3000)',
      group: CONNECTION,
    },
    'token-command': {
      value: '<command>',
      help: 'a shell command that prints a token. It runs when TENANTRY_TOKEN is not set, and again each time the API answers 401: tokens may expire during a long import',
      group: CONNECTION,
    },
    results: { value: '<file>', help: 'one line for each row, for the next run (default: <file>.results.jsonl)', group: RESULTS },
    created: { value: '<file>', help: 'the ids of what was created (default: <file>.created.csv)', group: RESULTS },
    refused: {
      value: '<file>',
      help: 'the rows that were refused or failed, with row number and reason, to be mended and imported (default: <file>.refused.csv, or .jsonl; the next free name)',
      group: RESULTS,
    },
  },
  notes,
});
