import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readApp } from '../../local/read-app.ts';

const root = mkdtempSync(join(tmpdir(), 'tenantry-'));
const folder = join(root, 'apps', 'shop');
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ['an app of its own', '{"app":"node app.ts"}'],
  ["the package's app", undefined],
])('%s in a workspace is made from the lock file of the workspace, too', async (_, cdkJson) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'package-lock.json'), '{}');
  if (cdkJson === undefined) rmSync(join(folder, 'cdk.json'), { force: true });
  else writeFileSync(join(folder, 'cdk.json'), cdkJson);
  expect((await readApp(folder)).inputs.paths).toContain('../../package-lock.json');
});
