/**
 * Generates a TypeScript client of docs/openapi.json with runtime validation into a folder:
 * `node generate-typescript.ts <folder>`. The generator prints with the compiler API of
 * TypeScript 5, which TypeScript 7 does not have.
 */
import { registerHooks } from 'node:module';

registerHooks({ resolve: (name, context, next) => next(name === 'typescript' ? 'typescript-5' : name, context) });

const { createClient } = await import('@hey-api/openapi-ts');

await createClient({
  input: `${import.meta.dirname}/../../docs/openapi.json`,
  output: { path: process.argv[2] ?? '', module: { extension: '.ts' } },
  plugins: ['@hey-api/typescript', { name: '@hey-api/sdk', validator: true }, 'zod', '@hey-api/client-fetch'],
  logs: { level: 'silent' },
});
