import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../src/template/assembly.ts';

export interface Fixture {
  readonly directory: string;
  remove(): void;
}

type Stacks = Readonly<Record<string, Template>>;

/** A temporary directory that `remove` deletes. */
export const temporaryDirectory = (): Fixture => {
  const directory = mkdtempSync(join(tmpdir(), 'cdk-local-test-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
};

/**
 * Writes a cloud assembly by hand: stacks by name, function code (an ES module each) by asset hash.
 */
export const writeAssembly = (stacks: Stacks, code: Readonly<Record<string, string>> = {}): Fixture => {
  const fixture = temporaryDirectory();
  const write = (name: string, content: unknown) => writeFileSync(join(fixture.directory, name), JSON.stringify(content));
  for (const [hash, source] of Object.entries(code)) {
    mkdirSync(join(fixture.directory, `asset.${hash}`));
    writeFileSync(join(fixture.directory, `asset.${hash}`, 'index.mjs'), source);
  }
  const files = Object.fromEntries(Object.keys(code).map((hash) => [hash, { source: { path: `asset.${hash}`, packaging: 'zip' } }]));
  const artifacts = Object.keys(stacks).flatMap((name) => [
    [`${name}.assets`, { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } }],
    [
      name,
      {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: `${name}.template.json` },
      },
    ],
  ]);
  write('manifest.json', { version: '55.0.0', artifacts: { ...Object.fromEntries(artifacts), Tree: { type: 'cdk:tree' } } });
  for (const [name, template] of Object.entries(stacks)) {
    write(`${name}.template.json`, template);
    write(`${name}.assets.json`, { files });
  }
  return fixture;
};
