/**
 * Generates what is derived from the contracts: a precompiled validator per operation, and `docs/openapi.json`.
 * `--validators` makes only the validators, which are not committed; `--check` says whether the committed document is up to date.
 */
import { parseArgs } from 'node:util';
import { writeOpenApi } from './openapi/write.ts';
import { buildValidators } from './validators.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, validators: { type: 'boolean' } } });

await buildValidators();
if (!values.validators) {
  const drifted = await writeOpenApi({ check: values.check ?? false });
  console.log(
    drifted ? 'docs/openapi.json differs from the contracts: run `npm run generate` and commit it.' : 'docs/openapi.json is up to date',
  );
  if (drifted) process.exitCode = 1;
}
