import { basename } from 'node:path';
import { folderOf, sourceFiles } from './source-files.ts';

const files = sourceFiles();
const inside = new Set(files.map(({ path }) => path));
const arrows = files.flatMap(({ path, imports }) =>
  imports.map((target) => ({ path, target, name: `${path} → ${target}`, fromSlice: `${folderOf(path)} → ${target}` })),
);

/** The pure cores: rules and changes of one resource, without SDK, clock or environment. */
const CORES = new Set([
  'partner.ts',
  'hierarchy.ts',
  'patch.ts',
  'events.ts',
  'event-names.ts',
  'event-catalogue.ts',
  'contact.ts',
  'organization.ts',
  'reseller.ts',
  'limits.ts',
  'canonical.ts',
  'webhook.ts',
  'webhook-health.ts',
  'subscription.ts',
  'binding.ts',
  'reset-requests.ts',
]);

test('every pure core is a file', () => {
  const names = new Set(files.map(({ path }) => basename(path)));
  expect([...CORES].filter((core) => !names.has(core))).toEqual([]);
});

const CONTRACT = /^(?:contract(?:-\w+)?|schemas)\.ts$/;

/** What one slice may read of another although it is neither contract nor core. */
const ALLOWED = new Map([
  ['organizations → resellers/store.ts', 'an empty list is that of a reseller that exists'],
  ['event-logs → deliveries/store.ts', 'the deliveries of an event'],
  ['event-logs → deliveries/delivery.ts', 'a delivery says why it was dead-lettered'],
  ['event-logs → webhooks/store.ts', 'the endpoints that an event was for'],
  ['event-logs → partners/store.ts', 'the events of a partner are kept under its root'],
  ['welcome → partners/passwords/store.ts', 'the link of an e-mail is stored in the same transaction as its claim'],
  ['welcome → partners/passwords/password.ts', 'the token of a link'],
  ['welcome → partners/contacts/store.ts', 'the address of whoever requests a link'],
  ['events → signatures/signing.ts', 'what is published is signed'],
  ['events → signatures/secret.ts', 'the keys of the publisher, at its composition root'],
  ['deliveries → events/directed.ts', 'an event is put on its way again to one endpoint'],
  ['deliveries → webhooks/store.ts', 'a dead letter is counted on its endpoint in the same transaction'],
  ['deliveries → webhooks/receiving.ts', 'what is sent again needs an endpoint that takes it'],
  ['deliveries → webhooks/health-policy.ts', 'when an endpoint counts as healthy'],
  ['deliveries → partners/store.ts', 'the event of a suspended endpoint belongs to the hierarchy of its partner'],
  ['canary → organizations/creation.ts', 'what the canary does is what a tenant does'],
  ['canary → organizations/deletion.ts', 'and so is what it undoes'],
  ['canary → organizations/store.ts', 'where it does it'],
]);

// What stacks declare is made by calls of the API, as any client makes them.
const BY_CLIENT = 'tenants-as-code → ../client/index.ts';

test('the run time knows nothing of synth time, of the local runtime or of scripts', () => {
  const outside = arrows.filter(
    ({ target, fromSlice }) =>
      (target.startsWith('..') && fromSlice !== BY_CLIENT) || /^(?:aws-cdk-lib|constructs|hono|@hono|jose|esbuild)\b/.test(target),
  );
  expect(outside.map(({ name }) => name)).toEqual([]);
});

test('synth time knows nothing of commands, tools, tests and the embedded runtime', () => {
  const arrows = arrowsOf('lib');
  expect(arrows.length).toBeGreaterThan(100);
  const forbidden = /^(?:\.\.\/(?:bench|cli|emulator|local|test|tools)\/|@tenantry\/cdk-local\/)/;
  expect(arrows.filter(({ target }) => forbidden.test(target)).map(({ name }) => name)).toEqual([]);
});

const arrowsOf = (folder: string) =>
  sourceFiles(folder).flatMap(({ path, imports }) => imports.map((target) => ({ path, target, name: `${folder}/${path} → ${target}` })));

test('every import within functions/ names a file that exists', () => {
  const relative = arrows.filter(({ target }) => target.endsWith('.ts') && !target.startsWith('..'));
  expect(relative.length).toBeGreaterThan(100);
  expect(relative.filter(({ target }) => !inside.has(target)).map(({ name }) => name)).toEqual([]);
});

const crossing = arrows.filter(({ path, target }) => inside.has(target) && folderOf(path) !== '' && folderOf(path) !== folderOf(target));

test('a slice reads of another only its contract, its pure core, or what is allowed by name', () => {
  const between = crossing.filter(({ path, target }) => folderOf(path) !== 'shared' && !['shared', ''].includes(folderOf(target)));
  const forbidden = between.filter(
    ({ fromSlice, target }) => !(CONTRACT.test(basename(target)) || CORES.has(basename(target)) || ALLOWED.has(fromSlice)),
  );
  expect(forbidden.map(({ name }) => name)).toEqual([]);
});

test('what is shared reads nothing of a slice', () => {
  const upward = crossing.filter(({ path, target }) => folderOf(path) === 'shared' && folderOf(target) !== 'shared');
  expect(upward.map(({ name }) => name)).toEqual([]);
});

test('every allowed arrow is used', () => {
  const names = new Set(arrows.map(({ fromSlice }) => fromSlice));
  expect([...ALLOWED.keys()].filter((name) => !names.has(name))).toEqual([]);
});

test('pure cores and contracts touch no SDK, no clock and no environment', () => {
  const pure = files.filter(({ path }) => CORES.has(basename(path)) || CONTRACT.test(basename(path)));
  expect(pure.length).toBeGreaterThanOrEqual(17);
  for (const { path, text, imports } of pure) {
    const impure = imports.filter(
      (target) => /^(?:@aws-sdk|node:(?!util$)|uuid)/.test(target) || /(?:store|table|runtime)\.ts$/.test(target),
    );
    expect({ path, impure, clock: /process\.env|Date\.now|new Date\(\)|Math\.random/.test(text) }).toEqual({
      path,
      impure: [],
      clock: false,
    });
  }
});

test('only the composition root and the name of the installation touch process.env', () => {
  const touching = files.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
  expect(touching.toSorted()).toEqual(['shared/observability/installation.ts', 'shared/runtime.ts']);
});
