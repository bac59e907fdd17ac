import { configurationSchema, SUBJECTS } from '../../lib/configuration/configuration-schema.ts';
import { STAGE_DEFAULTS } from '../../lib/configuration/stages.ts';
import { table } from '../documents/markdown.ts';
import { exampleOf } from './examples.ts';
import { rowsOf, type Schema } from './rows.ts';

/** `docs/configuration.md`: every key of a stage's configuration, from the schema that checks it. */
export const configurationDocument = (): string =>
  [
    ...INTRODUCTION,
    ...stages(),
    ...Object.entries(SUBJECTS).flatMap(([subject, keys]) => [
      `## ${subject}`,
      '',
      ...Object.entries(keys as Readonly<Record<string, Schema>>).flatMap(([key, schema]) => sectionOf(key, schema)),
    ]),
  ].join('\n');

const INTRODUCTION = [
  '# Configuration',
  '',
  'Generated from `lib/configuration/configuration-schema.ts` by `npm run generate`. How an option fits into an account is in [installing.md](installing.md).',
  '',
  'A stage is configured in one of two places, and in both it is refused:',
  '',
  '- [tenantry.config.ts](../tenantry.config.ts), an entry a stage, which the compiler checks;',
  '- `tenantry.<stage>.json` beside it; with `"$schema": "./docs/configuration.schema.json"` editors complete and check it.',
  '',
  '`-c stage=<name>` picks the stage (default `dev`) and `-c <key>=<value>` overrides one key of it, as deep as is wanted:',
  '',
  '```sh',
  "npx cdk deploy --all -c stage=prod -c throttle.burst=200 -c 'webhooks=[]'",
  '```',
  '',
  '`-c tenantry:<key>=<value>` is the same, for where plain keys are not wanted (`cdk.json`, `~/.cdk.json`). A value that is JSON counts as what it says, unless the key takes',
  'text. An unknown key is refused, in a file and on the command line. Everything is checked before anything is made; all faults of a kind are told at once (unknown keys, then single values, then values that do not fit together), with key, value and what is allowed:',
  '',
  '```',
  'The configuration of the stage "prod" is not valid:',
  '  logRetentionDays = 31: must be one of 1, 3, 5, 7, 14, 30, …',
  '  disableDefaultEndpoint = false: must be true with domain.mutualTls: callers without a certificate would be let in by the default endpoint',
  '```',
  '',
];

const stages = (): readonly string[] => [
  '## Stages',
  '',
  'The name of a stage is yours (`^[a-z][a-z0-9-]{0,19}$`). Two names mean something: `prod` has defaults of its own and refuses the addresses of the example; `local` is what',
  '`npm start` runs, needs no entry, and may have webhooks on loopback. Every other stage is one like `dev`, whose data goes when its stacks go.',
  '',
  ...table(
    ['default of', 'every stage', '`prod`'],
    Object.entries(STAGE_DEFAULTS.prod ?? {}).map(([key, value]) => [
      `\`${key}\``,
      `\`${JSON.stringify((configurationSchema.properties as Readonly<Record<string, Schema>>)[key]?.default)}\``,
      `\`${JSON.stringify(value)}\``,
    ]),
  ),
  '',
];

const sectionOf = (key: string, schema: Schema): readonly string[] => [
  `### \`${key}\``,
  '',
  ...(schema.description ? [schema.description, ''] : []),
  ...table(
    ['key', 'type', 'default', 'allowed', 'meaning'],
    rowsOf(key, { ...schema, description: '' }, (configurationSchema.required as readonly string[]).includes(key)).map((row) => [
      `\`${row.path}\``,
      row.type,
      row.default,
      row.allowed,
      row.meaning,
    ]),
  ),
  '',
  ...(schema.examples ?? []).flatMap((example) => [...exampleOf(key, example), '']),
];
