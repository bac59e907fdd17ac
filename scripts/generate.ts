/** Generates what is derived from the contracts: a precompiled validator per operation, and `docs/openapi.json`. */
import { parseArgs } from 'node:util';
import { writeOpenApi } from './openapi/write.ts';
import { buildValidators } from './validators.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, quiet: { type: 'boolean' } } });

await buildValidators();
const drifted = await writeOpenApi({ check: values.check ?? false });
if (drifted) {
  console.error('docs/openapi.json differs from the contracts: run `npm run generate` and commit it.');
  process.exitCode = 1;
} else if (!values.quiet) {
  console.log('generated functions/generated/ and docs/openapi.json');
}
