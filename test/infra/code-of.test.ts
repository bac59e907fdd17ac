import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { codeOf, useBundles } from '../../lib/base/code-of.ts';
import type { EntryPoint } from '../../lib/base/entry-points.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const stackOf = (outdir: string, bundles: string): Stack => {
  const app = new App({ outdir });
  useBundles(app, bundles);
  return new Stack(app, 'Stack');
};

it('an app that has a folder of bundles takes its functions from there, and bundles none', () => {
  const bundles = join(folder, 'bundles');
  mkdirSync(join(bundles, 'system-health'), { recursive: true });
  writeFileSync(join(bundles, 'system-health', 'index.mjs'), '// bundled before');
  const outdir = join(folder, 'out');
  const stack = stackOf(outdir, bundles);
  new LambdaFunction(stack, 'Health', { code: codeOf(stack, 'system/health'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X });

  const assets = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  expect(assets.map((name) => readFileSync(join(outdir, name, 'index.mjs'), 'utf8'))).toEqual(['// bundled before']);
  expect(existsSync(join(outdir, 'bundle'))).toBe(false);
});

it('a file that exports no handler is no function', () => {
  const stack = stackOf(join(folder, 'none'), folder);
  expect(() => codeOf(stack, 'system/contract' as EntryPoint)).toThrow('functions/system/contract.ts is no function');
});
