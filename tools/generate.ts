/**
 * Generates what is derived: a validator for each operation, types and schemas of the events in
 * `events/generated`, types and operations of the client in `client/generated`, and these files of
 * `docs/`: openapi.json, openapi-dry-run.json, asyncapi.json, authorisation.md, configuration.md
 * with its schema, rights.md, monitoring.md, licences.md, aws-limits.md and webhook-vectors.json.
 *
 * `--validators` makes only the validators, which are not committed. `--check` says whether the
 * committed files are up to date. Validators whose sources did not change since are left alone.
 * A contract with a fault is named with the word that is wrong.
 */

import { parseOnce } from '../cli/shared/parse-once.ts';
import { DocumentError, writeDocument } from './documents/write-document.ts';
import { hashFiles } from './inputs/hash-files.ts';
import { VALIDATOR_INPUTS } from './inputs/inputs.ts';
import { isMadeOf, noteMadeOf } from './inputs/up-to-date.ts';

const { values } = parseOnce({ options: { check: { type: 'boolean' }, validators: { type: 'boolean' } } });
const { check = false, validators = false } = values;

const GENERATED = new URL('../functions/generated/', import.meta.url);

// What reads the registries is loaded late, so that a mistake in one of them is reported below.
const generate = async (): Promise<void> => {
  // Before anything is read: what changes meanwhile is then made again by the next call.
  const inputs = hashFiles(VALIDATOR_INPUTS);
  if (validators && isMadeOf(inputs, GENERATED)) return;
  const [{ registryProblems }, { requireSoundContracts }, { buildValidators }, { CONTRACTS }, { EVENTS }] = await Promise.all([
    import('./registry/problems.ts'),
    import('./contracts/contract-faults.ts'),
    import('./validators.ts'),
    import('../functions/operations.ts'),
    import('../functions/webhooks/event-catalogue.ts'),
  ]);
  const problems = await registryProblems();
  if (problems.length > 0) return fail(problems);
  requireSoundContracts(CONTRACTS, EVENTS);
  await buildValidators();
  noteMadeOf(inputs, GENERATED);
  if (validators) return;

  // Loading the CDK takes longer than all else, and the validators do without it.
  const { DOCUMENTS } = await import('./documents.ts');
  for (const [path, make] of DOCUMENTS) {
    try {
      const hasDrifted = await writeDocument(path, await make(), { check });
      if (hasDrifted) fail([`${path} is not what the code says: run \`npm run generate\` and commit it.`]);
      else console.log(`${path} is up to date`);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      fail([`${path}: ${error.message}`]);
    }
  }
};

const fail = (problems: readonly string[]): void => {
  for (const problem of problems) console.error(problem);
  process.exitCode = 1;
};

// A mistake in a registry or a contract is reported in a sentence: a stack of ours would hide it.
const EXPECTED = new Set(['RegistryError', 'ContractError']);

try {
  await generate();
} catch (error) {
  if (!(error instanceof Error && EXPECTED.has(error.name))) throw error;
  fail([error.message]);
}
