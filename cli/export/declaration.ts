import { declare } from '../command/declaration.ts';
import { DEPLOYED } from '../shared/deployed.ts';
import { notes } from './usage.ts';

/** `tenantry export`. */
export const exportEntities = declare({
  name: 'export',
  summary: 'writes organizations, partners or resellers to a CSV or NDJSON file',
  description: 'Exports the organizations, partners or resellers of an installation through its API.',
  words: 'organizations|partners|resellers',
  wordChoices: ['organizations', 'partners', 'resellers'],
  options: {
    reseller: {
      value: '<id>',
      help: 'only the organizations of this reseller, as the import takes them; without it those of all resellers, each with its resellerId',
    },
    partner: {
      value: '<id>',
      help: 'only this partner and all below it; without it a token that is bound to a partner exports that one and all below it, and stops when none is below it',
    },
    out: { value: '<file>', help: 'the file, which is replaced when the export is complete (default: standard output)' },
    format: {
      value: '<format>',
      help: "csv or ndjson, one JSON object a line (default: by the file's extension, or csv)",
      choices: ['csv', 'ndjson'],
    },
    ...DEPLOYED,
    url: { value: '<address>', help: 'where the API is (default: that of the stage, TENANTRY_URL, or http://127.0.0.1:3000)' },
    'token-command': {
      value: '<command>',
      help: 'a shell command that prints a token. It runs when TENANTRY_TOKEN is not set, and again each time the API answers 401',
    },
  },
  examples: ['organizations --out organizations.csv', 'partners --partner 7 --out branch.csv'],
  notes,
});
