import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { functionDefinition } from '@tenantry/cdk-local/lambda/definition';
import { readAssembly } from '@tenantry/cdk-local/template/assembly';
import { readModel } from '@tenantry/cdk-local/template/model';
import { buildSync } from 'esbuild';
import { peerPackages } from './packages.ts';

/** A function to measure: its one file, and the variables that it has. */
export interface Build {
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The peers by their files, and whether they need more than the product's own packages. */
const PEERS = {
  'a-sdk': false,
  'b-middy': true,
  'c-hono': true,
  'd-powertools': true,
  'e-express': true,
  'f-fastify': true,
  'g-no-sdk': false,
} as const;

/** The peer that everything is a ratio to. */
export const BASELINE = 'a-sdk';

// What is written as CommonJS needs these names in an ES module.
const BANNER = `import{createRequire as __require}from'node:module';import{fileURLToPath as __path}from'node:url';
const require=__require(import.meta.url),__filename=__path(import.meta.url),__dirname=__path(new URL('.',import.meta.url));`;

/**
 * Bundles the peers into a folder with the settings of the product, and a chain of credentials as
 * short as its own; without `all` only those that need no packages of their own.
 */
export const buildPeers = (folder: string, all: boolean): readonly Build[] => {
  const nodePaths = all ? [peerPackages()] : [];
  return Object.entries(PEERS)
    .filter(([, needsPackages]) => all || !needsPackages)
    .map(([name, needsPackages]) => {
      const file = join(folder, name, 'index.mjs');
      buildSync({
        absWorkingDir: ROOT,
        entryPoints: [join(ROOT, 'bench/peers/handlers', `${name}.mjs`)],
        outfile: file,
        nodePaths,
        ...{ bundle: true, platform: 'node', target: 'node24', format: 'esm', mainFields: ['module', 'main'] },
        ...{ minify: true, legalComments: 'none', sourcemap: 'linked', sourcesContent: false, logLevel: 'error' },
        alias: { '@aws-sdk/credential-provider-node': './bench/peers/lambda-credentials.ts' },
        ...(needsPackages && { banner: { js: BANNER } }),
      });
      return { name, file, environment: {} };
    });
};

/**
 * Finds functions of the product in an assembly, by the beginning of their logical ids, with the
 * environment that the template gives them.
 */
export const productBuilds = (assembly: string, wanted: Readonly<Record<string, string>>): readonly Build[] => {
  const functions = readModel(readAssembly(assembly), () => 'bench').ofType('AWS::Lambda::Function');
  return Object.entries(wanted).map(([name, id]) => {
    const found = functions.find((resource) => resource.reference().ref.includes(id));
    if (found === undefined) throw new Error(`The template has no function ${id}.`);
    const { directory, environment } = functionDefinition(found);
    return { name, file: join(directory, 'index.mjs'), environment };
  });
};

export const sizesOf = ({ file }: Build) => ({ bytes: statSync(file).size, gzip: gzipSync(readFileSync(file), { level: 9 }).length });
