import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_RUN } from '../../lib/configuration/configuration-overrides.ts';
import { readApp } from '../../local/read-app.ts';
import { runApp } from '../../local/synthesize.ts';

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

test('an app that is run here is told so by a variable, which no cdk.json has', async () => {
  mkdirSync(folder, { recursive: true });
  const app = `node -e "require('fs').writeFileSync('told.txt', process.env.${LOCAL_RUN})"`;
  await runApp(app, { folder, outdir: folder, context: {} });
  expect(readFileSync(join(folder, 'told.txt'), 'utf8')).toBe('1');
});
