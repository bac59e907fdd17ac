import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../lib/configuration/configuration.ts';
import { withStageFiles } from '../../lib/configuration/configuration-files.ts';
import type { StageConfiguration } from '../../lib/generated/stage-configuration.ts';

const written: StageConfiguration = {
  jwt: { issuer: 'https://id.acme.test', audience: 'tenantry', jwksUri: 'https://id.acme.test/jwks.json' },
  email: { from: 'accounts@acme.test', passwordUrl: 'https://id.acme.test/password#' },
};

const folders: string[] = [];
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe('a file of a stage', () => {
  it('is a stage like those of tenantry.config.ts, and may name its schema', () => {
    const text = JSON.stringify({ $schema: './docs/configuration.schema.json', ...written, restoreDays: 7 });
    const folder = folderWith({ 'tenantry.qa.json': text, 'tenantry.config.ts': '', 'package.json': '{}' });
    const stages = withStageFiles({ dev: written }, folder);
    expect(Object.keys(stages)).toEqual(['dev', 'qa']);
    expect(readSettings({ stage: 'qa', restoreDays: '9' }, stages).configuration).toMatchObject({ ...written, restoreDays: 9 });
  });

  it('is held to the same schema', () => {
    const stages = withStageFiles(
      {},
      folderWith({ 'tenantry.prod.json': JSON.stringify({ ...written, restoreDays: 'x', colour: 'red' }) }),
    );
    expect(() => readSettings({ stage: 'prod' }, stages)).toThrow('colour: is not a known key');
    expect(() => readSettings({ stage: 'prod' }, stages)).toThrow('restoreDays = "x": must be integer');
  });

  it('is refused for a stage that tenantry.config.ts has too', () => {
    const folder = folderWith({ 'tenantry.dev.json': JSON.stringify(written) });
    expect(() => withStageFiles({ dev: written }, folder)).toThrow(
      'dev = "tenantry.dev.json": is in tenantry.config.ts too: keep one of them',
    );
  });

  it.each([['{"jwt":'], ['[]'], ['7'], ['']])('is refused by its name when it holds %s', (text) => {
    expect(() => withStageFiles({}, folderWith({ 'tenantry.qa.json': text }))).toThrow('tenantry.qa.json: must hold one JSON object');
  });
});
