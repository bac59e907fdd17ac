import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _, Ajv } from 'ajv';
import standaloneModule from 'ajv/dist/standalone/index.js';
import { build, type Plugin } from 'esbuild';
import { CONTRACTS } from '../functions/operations.ts';
import type { Contract } from '../functions/shared/contract/contract.ts';
import { inputSchema } from '../functions/shared/http/input-schema.ts';
import { methodsOf } from '../functions/shared/http/methods.ts';
import { pathPattern } from '../functions/shared/http/verbs.ts';
import { COMMON_PASSWORDS_TYPES, commonPasswordsModule } from './common-passwords.ts';
import { COMPACT_DOCUMENT_TYPES, compactDocument } from './compact-documents.ts';
import { EMAIL_PATTERN, FORMATS } from './contracts/formats.ts';
import { withSharedSchemas } from './contracts/shared-schemas.ts';
import { buildReference, REFERENCE_TYPES } from './reference/assets.ts';

const OUT = new URL('../functions/generated/', import.meta.url);

/**
 * Compiles each operation's input schema to a small module without Ajv
 * (`functions/generated/<operationId>.js`), and writes the routes, the common passwords, and the
 * documents and files that the API serves.
 * Compiling at run time would add 226 KB and half of the cold start. Files that are already right
 * are left alone.
 */
export const buildValidators = async (): Promise<void> => {
  await mkdir(OUT, { recursive: true });
  const documents = ['openapi', 'asyncapi'].map(buildDocument);
  await Promise.all([buildOperations(), buildRoutes(), buildCommonPasswords(), ...documents, buildReferencePage()]);
};

const buildOperations = async (): Promise<void> => {
  const bundles = await bundle(new Map(CONTRACTS.map((contract) => [contract.operationId, compileContract(contract)])));
  await Promise.all(
    [...bundles].flatMap(([operationId, text]) => [
      writeChanged(`${operationId}.js`, text),
      writeChanged(`${operationId}.d.ts`, DECLARATION),
    ]),
  );
};

const buildCommonPasswords = async (): Promise<void> => {
  await writeChanged('common-passwords.js', commonPasswordsModule());
  await writeChanged('common-passwords.d.ts', COMMON_PASSWORDS_TYPES);
};

const buildDocument = async (name: string): Promise<void> => {
  await writeChanged(`${name}.js`, compactDocument(`${name}.json`));
  await writeChanged(`${name}.d.ts`, COMPACT_DOCUMENT_TYPES);
};

const buildReferencePage = async (): Promise<void> => {
  await writeChanged('reference.js', await buildReference(new URL('reference/', OUT)));
  await writeChanged('reference.d.ts', REFERENCE_TYPES);
};

/** Writes the routes as text: so a function knows the methods of a path without every contract. */
const buildRoutes = async (): Promise<void> => {
  const routes = CONTRACTS.flatMap(({ method, path }) => methodsOf(method).map((taken) => [taken, pathPattern(path)]));
  await writeChanged('routes.js', `export const ROUTES = ${JSON.stringify(routes)};\n`);
  await writeChanged('routes.d.ts', 'export declare const ROUTES: readonly (readonly [method: string, pattern: string])[];\n');
};

const DECLARATION =
  'import type { Validate } from "../shared/contract/violations.ts";\n\ndeclare const validate: Validate;\nexport default validate;\n';

// One for all contracts, because each compiles the meta-schema. Where the generated module finds
// the formats is in `code`.
const ajv = new Ajv({
  strict: true,
  allowUnionTypes: true,
  allErrors: true,
  messages: false,
  inlineRefs: false,
  formats: FORMATS,
  code: { source: true, esm: true, optimize: 2, formats: _`require("./contracts/formats.ts").FORMATS` },
});

/**
 * Compiles the input schema of a contract to a module. Ajv is CommonJS: under nodenext its default
 * export is on `.default`.
 */
const compileContract = (contract: Contract): string => {
  const text = standaloneModule.default(ajv, ajv.compile(withSharedSchemas(inputSchema(contract))));
  // Nothing reads where in a schema an error comes from: a sixth of a validator.
  return text.replaceAll(/schemaPath:"[^"]*",/g, '').replaceAll(/const (\w+) = (require\([^)]*\)[^;]*);/g, importOf);
};

// What is required keeps all of its module, and a wrapper around it.
const importOf = (statement: string, name: string, required: string): string => {
  const exported = EXPORTS[required];
  return exported === undefined ? statement : `import { ${exported} as ${name} } from "./contracts/formats.ts";`;
};

/** The exports of `formats.ts` in place of what Ajv requires. */
const EXPORTS: Readonly<Record<string, string>> = {
  'require("ajv/dist/runtime/ucs2length").default': 'lengthOf',
  'require("./contracts/formats.ts").FORMATS.email': 'isEmail',
  'require("./contracts/formats.ts").FORMATS.int32': 'INT32',
  'require("./contracts/formats.ts").FORMATS["date-time"]': 'isDateTime',
};

// The generated modules still require parts of Ajv's runtime; bundling makes them stand alone.
const bundle = async (modules: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    entryPoints: [...modules.keys()],
    plugins: [inMemory(modules), usedFormats],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outdir: fileURLToPath(OUT),
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));
};

const inMemory = (modules: ReadonlyMap<string, string>): Plugin => ({
  name: 'in-memory',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'entry-point' ? { path, namespace: 'validator' } : undefined));
    build.onLoad({ filter: /./, namespace: 'validator' }, ({ path }) => ({
      contents: modules.get(path) ?? '',
      resolveDir: import.meta.dirname,
    }));
  },
});

// All formats of the package would be 12 KB of every function.
const usedFormats: Plugin = {
  name: 'used-formats',
  setup(build) {
    build.onLoad({ filter: /[\\/]ajv-formats[\\/]dist[\\/]formats\.js$/ }, () => ({
      contents: `export default { fullFormats: { email: ${EMAIL_PATTERN} } };`,
    }));
  },
};

const writeChanged = async (name: string, text: string): Promise<void> => {
  const file = new URL(name, OUT);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  // Renamed into place, because a test run and a synth may generate at the same time.
  const draft = new URL(`${name}.${process.pid}`, OUT);
  await writeFile(draft, text);
  await rename(draft, file);
};
