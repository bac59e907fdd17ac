import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Run, runFirstHour } from '../../cli/first-hour/first-hour.ts';
import { formatResults } from '../../cli/first-hour/main.ts';
import { formatPlan } from '../../cli/first-hour/plan.ts';
import type { Probe } from '../../cli/first-hour/probe.ts';
import { createProbes } from '../../cli/first-hour/probes.ts';
import type { Site } from '../../cli/first-hour/site.ts';
import { cdkOptions, requireNoStacks, SETTINGS } from '../../cli/first-hour/stage.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { readSettings } from '../../lib/configuration/configuration.ts';
import { awsError, clientsAnswering } from '../support/aws-answers.ts';
import { firstHourOptions } from './options-of.ts';

const NAMES = { stage: 'first-hour', name: 'tenantry' };

/** A run whose steps are noted in their order; `over` takes the place of some. */
const noted = (over: (steps: string[]) => Partial<Run> = () => ({})) => {
  const steps: string[] = [];
  const step = (name: string) => async () => void steps.push(name);
  const run: Run = {
    requireUnused: step('look'),
    product: { deploy: step('deploy product'), remove: step('remove product') },
    probes: { deploy: () => step('deploy probes')().then(() => ({})), remove: step('remove probes') },
    interrupt: step('interrupt'),
    site: async (_, atEnd) => {
      atEnd(step('undo question'));
      return {} as Site;
    },
    ...over(steps),
  };
  const probe: Probe = { name: 'q', assumed: 'a', source: 's', ask: async () => ({ seen: 'b', isAsAssumed: false }) };
  const stop = new AbortController();
  const told: string[] = [];
  const options = { createProbes: () => [probe], limit: 1000, signal: stop.signal, tell: (line: string) => void told.push(line) };
  return { steps, stop, told, go: () => runFirstHour(run, options) };
};

const REMOVED = ['remove probes', 'remove product'];

describe('a run', () => {
  test('deploys, asks, and removes in the opposite order', async () => {
    const { steps, go } = noted();
    expect((await go()).asked).toMatchObject([{ name: 'q', outcome: 'differs', seen: 'b' }]);
    expect(steps).toEqual(['look', 'deploy product', 'deploy probes', 'undo question', ...REMOVED]);
  });

  test('removes what it made when a deployment fails half way', async () => {
    const failing = () => ({ probes: { deploy: () => Promise.reject(new Error('CREATE_FAILED')), remove: async () => undefined } });
    const { steps, go } = noted(failing);
    await expect(go()).rejects.toThrow('CREATE_FAILED');
    expect(steps).toEqual(['look', 'deploy product', 'remove product']);
  });

  test('that is interrupted ends the deployment and removes what it made', async () => {
    const scene = noted((steps) => ({
      product: { deploy: async () => scene.stop.abort(), remove: async () => void steps.push('remove product') },
    }));
    await expect(scene.go()).rejects.toThrow('aborted');
    expect(scene.steps).toEqual(['look', 'interrupt', 'remove product']);
  });

  test('that is interrupted before anything is made makes nothing', async () => {
    const scene = noted(() => ({ requireUnused: async () => scene.stop.abort() }));
    await expect(scene.go()).rejects.toThrow('aborted');
    expect(scene.steps).toEqual([]);
  });

  test('tells when its commands could not be ended, and removes what it made', async () => {
    const scene = noted(() => ({
      product: { deploy: async () => scene.stop.abort(), remove: async () => undefined },
      interrupt: () => Promise.reject(new Error('EPERM')),
    }));
    await expect(scene.go()).rejects.toThrow('aborted');
    expect(scene.told).toContain('not removed: EPERM');
  });

  test('goes on removing when something cannot be removed, and says so', async () => {
    const { steps, go } = noted(() => ({
      probes: { deploy: async () => ({}), remove: () => Promise.reject(new Error('DELETE_FAILED')) },
    }));
    expect((await go()).left).toEqual([new Error('DELETE_FAILED')]);
    expect(steps.at(-1)).toBe('remove product');
  });

  test('makes and removes nothing where the stage is there already', async () => {
    const { steps, go } = noted(() => ({ requireUnused: () => Promise.reject(new UsageError('there')) }));
    await expect(go()).rejects.toThrow('there');
    expect(steps).toEqual([]);
  });
});

describe('the stage', () => {
  test('is refused when one of its three stacks is there', async () => {
    const withStack = (found: string) =>
      clientsAnswering({ DescribeStacks: ({ StackName }) => (StackName === found ? {} : awsError('ValidationError')) }).cloudFormation;
    for (const found of ['Tenantry-first-hour-Data', 'Tenantry-first-hour-Api', 'tenantry-first-hour-probe']) {
      await expect(requireNoStacks(withStack(found), NAMES)).rejects.toThrow(`The stack ${found} is there already.`);
    }
    await expect(requireNoStacks(withStack('Tenantry-prod-Data'), NAMES)).resolves.toBeUndefined();
  });

  test('is configured by what its file holds, and its data are not kept', () => {
    const { configuration } = readSettings(NAMES, { 'first-hour': SETTINGS });
    expect(configuration).toMatchObject({ installation: 'tenantry-first-hour', retainData: false, terminationProtection: false });
  });

  test('is named in every command of cdk, and none names another', () => {
    const { deploy, destroy } = cdkOptions(NAMES, 'out');
    expect([deploy.join(' '), destroy.join(' ')]).toEqual([
      'deploy --all -c stage=first-hour -c name=tenantry --output out --require-approval never',
      'destroy --all -c stage=first-hour -c name=tenantry --output out --force',
    ]);
  });

  test.each(['prod', 'dev', 'my-first-hour', 'first-hour_1'])('cannot be %s', (stage) => {
    expect(() => firstHourOptions(['--first-hour', '--stage', stage])).toThrow(UsageError);
  });
});

test('the plan says what is made, asked and removed, and what it costs', () => {
  const plan = formatPlan({ ...NAMES, yes: false, clean: false, json: false }, [{ name: 'q', assumed: 'a' }]);
  for (const part of ['Tenantry-first-hour-Api', 'q: a', 'cdk destroy', 'US dollar', '--yes']) expect(plan).toContain(part);
});

test('docs/first-hour.md names every question', () => {
  const page = readFileSync('docs/first-hour.md', 'utf8');
  const questions = [...page.matchAll(/^- \*\*([^*]+)\*\*/gm)].map(([, name]) => name);
  const names = createProbes({ settlingMs: 60_000 } as Site).map(({ name }) => name);
  expect(questions.slice(0, names.length)).toEqual(names);
});

test('the table has what AWS answered beside what is assumed, with its source', () => {
  const row = { name: 'new rule', outcome: 'differs', seen: 'lost after 80 s', assumed: '60 s', source: 'ours' } as const;
  expect(formatResults([row], 160)).toMatch(
    /^question +result +AWS answered +Tenantry assumes\n.*\nnew rule +fail +lost after 80 s +60 s \(ours\)\n\n1 fail$/,
  );
});

test('without --yes the command asks nothing of AWS and ends with 0; --help says more', async () => {
  const doctor = (...args: readonly string[]) =>
    new Promise<{ readonly code: number; readonly stdout: string }>((resolve) => {
      const env = { PATH: process.env.PATH, HOME: '/nonexistent', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
      execFile(process.execPath, ['cli/tenantry.ts', 'doctor', '--first-hour', ...args], { env }, (error, stdout) =>
        resolve({ code: error ? Number(error.code) : 0, stdout }),
      );
    });
  expect(await doctor()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^What is made/) });
  expect(await doctor('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--clean') });
});
