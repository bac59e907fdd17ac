/**
 * Generates what is derived: a precompiled validator per operation, `docs/openapi.json`, `docs/asyncapi.json`,
 * `docs/events.d.ts`, `docs/authorisation.md`, `docs/configuration.md` with its schema, `docs/rights.md`, `docs/licences.md`,
 * `docs/aws-limits.md` and `docs/webhook-vectors.json`.
 * `--validators` makes only the validators, which are not committed; `--check` says whether the committed documents are up to date.
 */

import { parseOnce } from '../cli/shared/parse-once.ts';
import { authorisationDocument } from './authorisation.ts';
import { awsLimitsDocument } from './aws-limits/document.ts';
import { configurationDocument } from './configuration/document.ts';
import { configurationJsonSchema } from './configuration/json-schema.ts';
import { writeDocument } from './documents/write-document.ts';
import { asyncApiDocument } from './events/asyncapi.ts';
import { eventTypes } from './events/types.ts';
import { licencesDocument } from './licences/document.ts';
import { openApiDocument } from './openapi/document.ts';
import { buildValidators } from './validators.ts';
import { webhookVectors } from './webhook-vectors.ts';

const { values } = parseOnce({ options: { check: { type: 'boolean' }, validators: { type: 'boolean' } } });
const { check = false, validators = false } = values;

// Loading the CDK takes longer than all else here, and the validators do without it.
const rightsOfSample = async (): Promise<string> => {
  const [{ rightsDocument }, { sample }] = await Promise.all([import('./rights/document.ts'), import('./rights/sample.ts')]);
  return rightsDocument(sample());
};

await buildValidators();
const documents = [
  ['openapi.json', () => `${JSON.stringify(openApiDocument(), null, 2)}\n`],
  ['asyncapi.json', () => `${JSON.stringify(asyncApiDocument(), null, 2)}\n`],
  ['events.d.ts', eventTypes],
  ['authorisation.md', authorisationDocument],
  ['configuration.md', configurationDocument],
  ['configuration.schema.json', configurationJsonSchema],
  ['webhook-vectors.json', webhookVectors],
  ['rights.md', rightsOfSample],
  ['licences.md', licencesDocument],
  ['aws-limits.md', awsLimitsDocument],
] as const;

for (const [name, make] of validators ? [] : documents) {
  const drifted = await writeDocument(name, await make(), { check });
  console.log(drifted ? `docs/${name} is not what the code says: run \`npm run generate\` and commit it.` : `docs/${name} is up to date`);
  if (drifted) process.exitCode = 1;
}
