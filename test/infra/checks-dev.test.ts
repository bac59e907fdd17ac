import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdk from '../../cdk.json' with { type: 'json' };
import { acknowledgedIn, isSentence, reportsIn, unneededIn } from './findings.ts';

// Processes of their own, each of which synthesises.
const LIMIT_MS = 180_000;
const output = mkdtempSync(join(tmpdir(), 'checks-dev-'));
afterAll(() => rmSync(output, { recursive: true }));

const run = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...variables } });

it(
  'dev, as `cdk deploy` has the app itself make it, has no finding that is not acknowledged, and acknowledges none that is not found',
  () => {
    const dev = join(output, 'dev');
    const context = JSON.stringify({ ...cdk.context, 'aws:cdk:bundling-stacks': [] });
    expect(run(['bin/app.ts'], { CDK_OUTDIR: dev, CDK_CONTEXT_JSON: context }).status).toBe(0);
    expect(reportsIn(dev)).toContainEqual(expect.objectContaining({ pluginName: 'AwsSolutions' }));
    expect(reportsIn(dev).flatMap(({ violations }) => violations)).toEqual([]);
    expect(acknowledgedIn(dev).length).toBeGreaterThan(10);
    expect(unneededIn(dev)).toEqual([]);
    expect(acknowledgedIn(dev).filter(({ reason }) => !isSentence(reason))).toEqual([]);
  },
  LIMIT_MS,
);

it(
  'a template that CloudFormation would refuse fails `cdk synth`, which names the construct and what is wrong',
  () => {
    const app = `"${process.execPath}" test/infra/broken-app.ts`;
    const { status, stderr } = run(['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--app', app, '--output', join(output, 'broken')]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/'QueueNam' was unexpected[\s\S]*Broken\/Queue/) });
  },
  LIMIT_MS,
);
