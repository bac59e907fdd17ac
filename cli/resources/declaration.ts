import { type Declaration, INSTALLATION, type Options } from '../command/declaration.ts';
import type { ResourceOperation } from './catalogue.ts';
import { answered, type DocumentedOperation } from './schema.ts';

const CONNECTION = 'Connection:';

/** The options of every command that calls the API for a resource. */
export const CONNECTION_OPTIONS = {
  stage: { ...INSTALLATION.stage, help: `${INSTALLATION.stage.help} (default: TENANTRY_STAGE)`, group: CONNECTION },
  installation: { value: '<name>', help: 'its name, where it is not tenantry', group: CONNECTION },
  'api-url': {
    value: '<address>',
    help: 'where the API is (default: TENANTRY_URL, that of the stage, or http://127.0.0.1:3000)',
    group: CONNECTION,
  },
  'token-command': { value: '<command>', help: 'a shell command that prints a token', group: CONNECTION },
} as const satisfies Options;

/** The options that some operations have, beside those of their contract. */
export const CALL_OPTIONS = {
  data: { value: '<json>', help: 'the whole body: JSON, @file, or - for standard input; other options come on top' },
  'if-match': { value: '<version>', help: 'only when it has this version' },
  'idempotency-key': { value: '<key>', help: 'the key of the request (default: a new one, the same in its retries)' },
  'dry-run': { help: 'answers what it would do, and changes nothing' },
  all: { help: 'every page' },
  limit: { value: '<n>', help: 'the most rows (default: one page)' },
  json: { help: 'prints JSON' },
  quiet: { help: 'prints only the id, for a script; of a list, one a line' },
} as const satisfies Options;

const NOTES = `TENANTRY_TOKEN is the token. Without it and without --token-command, a local API gets a local token,
and a stage with a user pool one of its operator's client.`;

/** Writes `getLimits` as the word `get-limits`. */
const verbOf = (method: string): string => method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const hasId = (document: DocumentedOperation): boolean => answered(document).properties?.id !== undefined;

/** Declares the command of an operation. */
export const declarationOf = ({ method, operation, document, subject, parents, inputs }: ResourceOperation): Declaration => {
  const { summary, description, parameters = [], requestBody } = document;
  const has = (name: string) => parameters.some((parameter) => parameter.name === name);
  const { data, json, quiet, all, limit } = CALL_OPTIONS;
  const [told = ''] = description.split('\n\n');
  return {
    name: verbOf(method),
    summary: summary.charAt(0).toLowerCase() + summary.slice(1),
    description: told.replaceAll('`', ''),
    ...(subject !== undefined && { words: subject === 'externalId' ? '<external id>' : '<id>' }),
    options: {
      ...Object.fromEntries(parents.map(({ option }) => [option, { value: '<id>', help: `the id of the ${option}; required` }])),
      ...(operation.isPaged && { all, limit }),
      ...(has('If-Match') && operation.method !== 'GET' && { 'if-match': CALL_OPTIONS['if-match'] }),
      ...(has('Idempotency-Key') && { 'idempotency-key': CALL_OPTIONS['idempotency-key'] }),
      ...(description.includes('With `dryRun=true`') && { 'dry-run': CALL_OPTIONS['dry-run'] }),
      json,
      ...(hasId(document) && { quiet }),
      ...Object.fromEntries(inputs.map(({ option, declaration }) => [option, declaration])),
      ...(requestBody !== undefined && { data }),
      ...CONNECTION_OPTIONS,
    },
    notes: `${NOTES}\nPermission: ${document['x-permission']}.`,
  };
};
