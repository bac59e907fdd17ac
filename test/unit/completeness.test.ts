import { dirname } from 'node:path';
import { CONTRACTS, OPERATIONS } from '../../functions/operations.ts';
import { PERMISSIONS, ROLE_PERMISSIONS, USER_ROLES } from '../../functions/shared/contract/permissions.ts';
import { PROBLEMS, type ProblemCode } from '../../functions/shared/contract/problems.ts';
import { EVENTS } from '../../functions/webhooks/event-catalogue.ts';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles();
const folders: Readonly<Record<string, readonly string[]>> = {
  Partners: ['partners'],
  Contacts: ['partners/contacts'],
  Credentials: ['partners/credentials', 'partners/passwords'],
  Resellers: ['resellers'],
  Organizations: ['organizations'],
  'Event log': ['event-logs'],
  System: ['system', 'signatures'],
  Webhooks: ['webhooks', 'deliveries'],
};

/**
 * What needs no permission, because its token is what allows it or nobody who asks is told
 * anything, and what changes nothing a consumer is told of.
 */
const [OPEN, UNTOLD] = [
  new Set(['requestPasswordReset', 'setPassword']),
  new Set([
    ...['createCredential', 'deleteCredential', 'requestPasswordReset', 'setPassword'],
    ...['createWebhook', 'updateWebhook', 'deleteWebhook', 'testWebhook', 'redeliver'],
  ]),
];

/** Published by the installation itself, not by an operation. */
const OF_ITSELF = ['webhook.suspended'];

/** Codes that every route can refuse with. */
const COMMON = new Set<ProblemCode>([
  ...(['malformed-json', 'invalid-request', 'body-too-large', 'unsupported-media-type', 'method-not-allowed', 'route-not-found'] as const),
  ...(['credentials-missing', 'credentials-invalid', 'token-expired', 'token-invalid', 'permission-missing', 'foreign-tenant'] as const),
  ...(['idempotency-key-reused', 'internal-error', 'dependency-unavailable'] as const),
]);

/** The wrappers that give an invocation its deadline. */
const IN_TIME = /export const handler = (?:endpoint(?:<[^>]*>)?|withDeadline|backgroundHandler)\(/;

// They answer from memory, the last from files beside its code.
const WITHOUT_CALLS = ['asyncapi', 'fallback', 'index', 'openapi', 'reference'].map((name) => `system/${name}.ts`);

test('every function that calls something has a deadline', () => {
  const handlers = files.filter(({ text }) =>
    /export (?:default|(?:const|let|function|async function) handler\b|\{[^}]*\bhandler\b)/.test(text),
  );
  expect(handlers.length).toBeGreaterThan(CONTRACTS.length);
  expect(handlers.flatMap(({ path, text }) => (IN_TIME.test(text) ? [] : [path])).toSorted()).toEqual(WITHOUT_CALLS);
  for (const wrapper of ['endpoint', 'background-handler']) {
    expect(files.find(({ path }) => path === `shared/endpoint/${wrapper}.ts`)?.text).toContain('withDeadline(');
  }
  const calling = handlers.filter(
    ({ path, imports }) => WITHOUT_CALLS.includes(path) && imports.some((name) => /^@aws-sdk|table\.ts$|store\.ts$/.test(name)),
  );
  expect(calling).toEqual([]);
});

test('no operation is there twice', () => {
  expect(new Set(CONTRACTS.map(({ operationId }) => operationId)).size).toBe(CONTRACTS.length);
});

test('path parameters are described, each and no other', () => {
  for (const { path, params } of CONTRACTS) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect({ path, described: Object.keys(params?.properties ?? {}), required: params?.required ?? [] }).toEqual({
      path,
      described: named,
      required: named,
    });
  }
});

test('every operation of a tenant’s resources asks for a permission that exists', () => {
  for (const { operationId, tag, access } of CONTRACTS) {
    expect({ operationId, open: access === 'public' }).toEqual({ operationId, open: tag === 'System' || OPEN.has(operationId) });
    if (access !== 'public') expect(PERMISSIONS).toContain(access.permission);
  }
});

test('routes of a reseller’s path are kept to that reseller', () => {
  for (const { path, access } of CONTRACTS.filter((contract) => contract.path.includes('{resellerId}'))) {
    const tenant = access === 'public' ? access : access.tenant;
    // Who may do it to no reseller but its own, or only the operator.
    expect({ path, kept: tenant === 'reseller' || tenant === 'operator' }).toEqual({ path, kept: true });
  }
});

test('every event that a slice declares is published by an operation, or by the installation itself', () => {
  const published = [...CONTRACTS.flatMap(({ events }) => events ?? []), ...OF_ITSELF];
  expect(new Set(published)).toEqual(new Set(Object.keys(EVENTS)));
});

test('every operation stands in the slice of its tag', () => {
  const outside = OPERATIONS.filter(({ contract: { tag }, handler }) => !folders[tag]?.includes(dirname(handler)));
  expect(outside.map(({ handler }) => handler)).toEqual([]);
});

test('every operation that changes something says which event it publishes', () => {
  for (const { operationId, method, events = [] } of CONTRACTS) {
    expect({ operationId, silent: events.length === 0 }).toEqual({
      operationId,
      silent: method === 'GET' || UNTOLD.has(operationId),
    });
  }
});

test('every code that a contract refuses with exists and is its own', () => {
  for (const code of CONTRACTS.flatMap(({ refusals }) => refusals)) {
    expect(PROBLEMS).toHaveProperty(code);
    expect(COMMON.has(code)).toBe(false);
  }
});

test('every change that is not a POST, of which the document says so anyway, may meet contention', () => {
  for (const { operationId, method, refusals } of CONTRACTS) {
    const contends = refusals.includes('contention');
    expect({ operationId, contends }).toEqual({ operationId, contends: method === 'PATCH' || method === 'PUT' || method === 'DELETE' });
  }
});

const isContract = (path: string): boolean => /\/contract(?:-\w+)?\.ts$/.test(path);

// A user name is claimed by whoever makes a contact; that of an API credential is drawn at random.
// A reseller's limit refuses its organizations.
const ELSEWHERE = new Set<ProblemCode>(['user-name-taken', 'limit-reached']);

test('every code that a slice refuses with is in one of its contracts', () => {
  for (const [tag, slices] of Object.entries(folders)) {
    const declared = new Set(CONTRACTS.filter((contract) => contract.tag === tag).flatMap(({ refusals }) => refusals));
    const texts = files.filter(({ path }) => slices.includes(dirname(path)) && !isContract(path)).map(({ text }) => text);
    const used = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => texts.some((text) => text.includes(`'${code}'`)));
    const undeclared = used.filter((code) => !declared.has(code) && !COMMON.has(code) && !ELSEWHERE.has(code));
    expect({ tag, undeclared }).toEqual({ tag, undeclared: [] });
  }
});

test('every problem is refused with somewhere', () => {
  const elsewhere = files.filter(({ path }) => path !== 'shared/contract/problems.ts' && !isContract(path));
  const unused = Object.keys(PROBLEMS).filter((code) => !elsewhere.some(({ text }) => text.includes(`'${code}'`)));
  // It is refused with through `invalid`, which stands beside its code.
  expect(unused).toEqual(['invalid-request']);
});

test('every role has its permissions, and a higher role has all of a lower one', () => {
  for (const [at, role] of USER_ROLES.entries()) {
    const above = USER_ROLES[at - 1];
    if (above) expect(ROLE_PERMISSIONS[above]).toEqual(expect.arrayContaining([...ROLE_PERMISSIONS[role]]));
  }
});
