import { CONTRACTS } from '../../functions/contracts.ts';
import { EVENTS } from '../../functions/events/catalogue.ts';
import { PERMISSIONS, ROLE_PERMISSIONS, USER_ROLES } from '../../functions/shared/permissions.ts';
import { PROBLEMS, type ProblemCode } from '../../functions/shared/problems.ts';
import { folderOf, sourceFiles } from './source-files.ts';

const files = sourceFiles();
const folders: Readonly<Record<string, string>> = {
  Partners: 'partners',
  Resellers: 'resellers',
  Organizations: 'organizations',
  System: 'system',
};

/** Codes that every route can refuse with, or that only the gateway gives. */
const COMMON = new Set<ProblemCode>([
  ...(['malformed-json', 'invalid-request', 'body-too-large', 'unsupported-media-type', 'method-not-allowed', 'route-not-found'] as const),
  ...(['credentials-missing', 'credentials-invalid', 'token-expired', 'token-invalid', 'permission-missing', 'foreign-tenant'] as const),
  ...(['idempotency-key-reused', 'too-many-requests', 'internal-error', 'contention', 'dependency-unavailable'] as const),
]);

test.each(CONTRACTS.map((contract) => [contract.operationId, contract] as const))(
  '%s has one file in its slice, with a handler',
  (operationId, { tag }) => {
    const own = files.filter(({ imports }) => imports.includes(`generated/${operationId}.js`));
    expect(own.map(({ path }) => folderOf(path))).toEqual([folders[tag]]);
    expect(own[0]?.text).toMatch(/export const handler = (?:endpoint\(contract,|middy\()/);
    expect(own[0]?.text).toMatch(new RegExp(`import \\{[^}]*\\b${operationId} as contract\\b`));
  },
);

test('no operation and no route is there twice', () => {
  expect(new Set(CONTRACTS.map(({ operationId }) => operationId)).size).toBe(CONTRACTS.length);
  expect(new Set(CONTRACTS.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)).size).toBe(CONTRACTS.length);
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
    expect({ operationId, open: access === 'public' }).toEqual({ operationId, open: tag === 'System' });
    if (access !== 'public') expect(PERMISSIONS).toContain(access.permission);
  }
});

test('routes of a reseller’s path are kept to that reseller', () => {
  for (const { path, access } of CONTRACTS.filter((contract) => contract.path.includes('{resellerId}'))) {
    expect({ path, tenant: access !== 'public' && access.tenant }).toEqual({ path, tenant: 'reseller' });
  }
});

test('the events of the contracts and of the catalogue are the same', () => {
  const published = CONTRACTS.flatMap(({ events }) => events ?? []);
  expect(new Set(published)).toEqual(new Set(Object.keys(EVENTS)));
});

test('every operation that changes something says which event it publishes', () => {
  for (const { operationId, method, events = [] } of CONTRACTS) {
    expect({ operationId, silent: events.length === 0 }).toEqual({ operationId, silent: method === 'GET' });
  }
});

test('every code that a contract refuses with exists and is its own', () => {
  for (const code of CONTRACTS.flatMap(({ refusals }) => refusals)) {
    expect(PROBLEMS).toHaveProperty(code);
    expect(COMMON.has(code)).toBe(false);
  }
});

test('every code that a slice refuses with is in one of its contracts', () => {
  for (const [tag, folder] of Object.entries(folders)) {
    const declared = new Set(CONTRACTS.filter((contract) => contract.tag === tag).flatMap(({ refusals }) => refusals));
    const texts = files.filter(({ path }) => folderOf(path) === folder && !path.endsWith('contract.ts')).map(({ text }) => text);
    const used = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => texts.some((text) => text.includes(`'${code}'`)));
    expect({ folder, undeclared: used.filter((code) => !declared.has(code) && !COMMON.has(code)) }).toEqual({ folder, undeclared: [] });
  }
});

test('every problem is refused with somewhere, but what only the gateway gives', () => {
  const elsewhere = files.filter(({ path }) => path !== 'shared/problems.ts' && !path.endsWith('/contract.ts'));
  const unused = Object.keys(PROBLEMS).filter((code) => !elsewhere.some(({ text }) => text.includes(`'${code}'`)));
  // The first is refused with through `invalid`, which stands beside its code.
  expect(unused).toEqual(['invalid-request', 'too-many-requests']);
});

test('every role has its permissions, and a higher role has all of a lower one', () => {
  for (const [at, role] of USER_ROLES.entries()) {
    const above = USER_ROLES[at - 1];
    if (above) expect(ROLE_PERMISSIONS[above]).toEqual(expect.arrayContaining([...ROLE_PERMISSIONS[role]]));
  }
});
