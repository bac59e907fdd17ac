/**
 * Reads the constraints of AWS's service models into
 * `packages/cdk-local/src/aws-model/constraints.json`: `npm run aws-model`. Downloads the pinned
 * package with pip into a temporary folder. Not part of the gate.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extractConstraints, type ServiceModel } from './aws-model/extract.ts';
import { PACKAGE, USED } from './aws-model/used.ts';

const FILE = new URL('../packages/cdk-local/src/aws-model/constraints.json', import.meta.url);

const download = (folder: string): void => {
  const { name, version, sha256 } = PACKAGE;
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${name}==${version} --hash=sha256:${sha256}\n`);
  run('pip', 'download', '--quiet', '--no-deps', '--require-hashes', '--dest', folder, '--requirement', requirements);
  run('zipfile', '--extract', join(folder, `${name}-${version}-py3-none-any.whl`), folder);
};

const run = (module: string, ...parameters: readonly string[]): void =>
  void execFileSync('python3', ['-m', module, ...parameters], { stdio: 'inherit' });

const readModel = (folder: string, model: string): ServiceModel =>
  JSON.parse(gunzipSync(readFileSync(join(folder, PACKAGE.name, 'data', model, 'service-2.json.gz'))).toString()) as ServiceModel;

/** Formats one shape a line, so that a new version shows what has changed. */
const formatShapes = (entries: object): string =>
  Object.entries(entries)
    .map(([name, value]) => `        ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');

const formatSection = ([service, { model, ...use }]: (typeof services)[number], folder: string): string => {
  const { operations, shapes } = extractConstraints(readModel(folder, model), use);
  return [
    `    ${JSON.stringify(service)}: {`,
    `      "model": ${JSON.stringify(model)},`,
    `      "operations": {\n${formatShapes(operations)}\n      },`,
    `      "shapes": {\n${formatShapes(shapes)}\n      }\n    }`,
  ].join('\n');
};

const services = Object.entries(USED);
const folder = mkdtempSync(join(tmpdir(), 'aws-model-'));
try {
  download(folder);
  const sections = services.map((service) => formatSection(service, folder)).join(',\n');
  writeFileSync(FILE, `{\n  "source": ${JSON.stringify(PACKAGE)},\n  "services": {\n${sections}\n  }\n}\n`);
  console.log(`packages/cdk-local/src/aws-model/constraints.json holds what ${PACKAGE.name} ${PACKAGE.version} says.`);
} finally {
  rmSync(folder, { recursive: true });
}
