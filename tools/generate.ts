/**
 * Generates what is derived: a validator for each operation, and these files of `docs/`:
 * openapi.json, asyncapi.json, events.d.ts, authorisation.md, configuration.md with its schema,
 * rights.md, monitoring.md, licences.md, aws-limits.md and webhook-vectors.json.
 *
 * `--validators` makes only the validators, which are not committed. `--check` says whether the
 * committed documents are up to date. A contract with a fault is named with the word that is wrong.
 */

import { readFile } from 'node:fs/promises';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { CONTRACTS } from '../functions/contracts.ts';
import { EVENTS } from '../functions/events/catalogue.ts';
import { authorisationDocument } from './authorisation.ts';
import { awsLimitsDocument } from './aws-limits/document.ts';
import { configurationDocument } from './configuration/document.ts';
import { configurationJsonSchema } from './configuration/json-schema.ts';
import { ContractError, requireSoundContracts } from './contracts/contract-faults.ts';
import { DocumentError, writeDocument } from './documents/write-document.ts';
import { asyncApiDocument } from './events/asyncapi.ts';
import { eventTypes } from './events/types.ts';
import { licencesDocument } from './licences/document.ts';
import { openApiDocument } from './openapi/document.ts';
import { buildValidators } from './validators.ts';
import { webhookVectors } from './webhook-vectors.ts';

// Loading the CDK takes longer than all else here, and the validators do without it.
const rights = async (): Promise<string> => {
  const [{ rightsDocument }, { sampleInstallation }] = await Promise.all([
    import('./rights/document.ts'),
    import('./sample-installation.ts'),
  ]);
  return rightsDocument(sampleInstallation());
};
const monitoring = async (): Promise<string> => {
  const [{ monitoringDocument }, { installationsWithAlarms }] = await Promise.all([
    import('./monitoring/document.ts'),
    import('./monitoring/installations.ts'),
  ]);
  return monitoringDocument(installationsWithAlarms(), await readFile('docs/runbook.md', 'utf8'));
};

const DOCUMENTS = [
  ['openapi.json', () => `${JSON.stringify(openApiDocument(), null, 2)}\n`],
  ['asyncapi.json', () => `${JSON.stringify(asyncApiDocument(), null, 2)}\n`],
  ['events.d.ts', eventTypes],
  ['authorisation.md', authorisationDocument],
  ['configuration.md', configurationDocument],
  ['configuration.schema.json', configurationJsonSchema],
  ['webhook-vectors.json', webhookVectors],
  ['rights.md', rights],
  ['monitoring.md', monitoring],
  ['licences.md', licencesDocument],
  ['aws-limits.md', awsLimitsDocument],
] as const;

const generate = async ({ check, validators }: { readonly check: boolean; readonly validators: boolean }): Promise<void> => {
  requireSoundContracts(CONTRACTS, EVENTS);
  await buildValidators();
  for (const [name, make] of validators ? [] : DOCUMENTS) {
    try {
      const hasDrifted = await writeDocument(name, await make(), { check });
      console.log(
        hasDrifted ? `docs/${name} is not what the code says: run \`npm run generate\` and commit it.` : `docs/${name} is up to date`,
      );
      if (hasDrifted) process.exitCode = 1;
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      console.log(`docs/${name}: ${error.message}`);
      process.exitCode = 1;
    }
  }
};

const { values } = parseOnce({ options: { check: { type: 'boolean' }, validators: { type: 'boolean' } } });
const { check = false, validators = false } = values;

try {
  await generate({ check, validators });
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
