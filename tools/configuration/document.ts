import { inspect } from 'node:util';
import { configurationSchema, SUBJECTS } from '../../lib/configuration/configuration-schema.ts';
import { STAGE_DEFAULTS } from '../../lib/configuration/stages.ts';
import { paragraph } from '../documents/markdown.ts';
import { describeValue, membersOf, type Schema } from './values.ts';

/**
 * Returns `docs/configuration.md`: every key of a stage's configuration, from the schema that
 * checks it.
 */
export const configurationDocument = (): string => {
  const subjects = Object.entries(SUBJECTS).flatMap(([subject, keys]) => [
    `## ${subject}`,
    '',
    ...Object.entries(keys as Readonly<Record<string, Schema>>).flatMap(([key, schema]) => sectionOf(key, schema)),
  ]);
  return [INTRODUCTION, ...stageDefaults(), '', ...subjects].join('\n');
};

const INTRODUCTION = `# Configuration

Generated from \`lib/configuration/configuration-schema.ts\` by \`npm run generate\`.
[installing.md](installing.md) says what an option needs from your account.

A stage is configured in one of two places; in both it is refused:

- [tenantry.config.ts](../tenantry.config.ts), with an entry per stage, which the compiler checks;
- \`tenantry.<stage>.json\` beside it. With \`"$schema": "./docs/configuration.schema.json"\` editors
  complete and check it.

\`-c stage=<name>\` selects the stage (default \`dev\`). \`-c <key>=<value>\` overrides one key, at any
depth; \`-c tenantry:<key>=<value>\` does the same, for example in \`cdk.json\`. Lists and numbers are
JSON; a key that takes text keeps it as it is.

\`\`\`sh
npx cdk deploy --all -c stage=prod -c throttle.burst=200 -c 'webhooks=[]'
\`\`\`

Synthesis checks everything and lists all errors of a kind: unknown keys, then values, then values
that do not fit together.

Examples below are lines of \`tenantry.config.ts\`. A key is optional unless it is **required**.
[configuration.schema.json](configuration.schema.json) has lengths, patterns and long enumerations.

## Stages

You name the stages (\`^[a-z][a-z0-9-]{0,19}$\`). \`local\` is what \`npm start\` runs: it needs no entry
and may have webhooks on loopback. \`prod\` refuses the addresses of the example and has other
defaults. In every other stage the data goes with the stacks. The defaults of \`prod\`:
`;

const properties = configurationSchema.properties as Readonly<Record<string, Schema>>;

const stageDefaults = (): readonly string[] => {
  const { prod = {} } = STAGE_DEFAULTS;
  return Object.entries(prod).map(
    ([key, value]) => `- \`${key}\`: \`${JSON.stringify(value)}\`, elsewhere \`${JSON.stringify(properties[key]?.default)}\``,
  );
};

const sectionOf = (key: string, schema: Schema): readonly string[] => {
  const isRequired = (configurationSchema.required as readonly string[]).includes(key);
  const members = membersOf(schema);
  return [
    `### \`${key}\``,
    '',
    ...paragraph(sentence(`${describeValue(schema, isRequired)}. ${schema.description ?? ''}`)),
    '',
    ...(members.length > 0 ? [...members, ''] : []),
    ...(members.length > 0 ? (schema.examples ?? []).flatMap((example) => [...exampleOf(key, example), '']) : []),
  ];
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const exampleOf = (key: string, value: unknown): readonly string[] => [
  '```ts',
  `${key}: ${inspect(value, { depth: null, breakLength: 100 - key.length, maxStringLength: null })},`,
  '```',
];
