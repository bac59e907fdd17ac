import type { Answer } from '../../prove/history/spec.ts';
import { contactSpec } from '../../prove/model/contacts.ts';
import { credentialSpec } from '../../prove/model/credentials.ts';
import { type EndpointInput, endpointSpec } from '../../prove/model/endpoints.ts';
import { ok, problem, testRows } from './spec-rows.ts';

const PERSON = { userName: 'ada', firstName: 'm1', isActive: true, version: 1 };
const ADA = [{ kind: 'create', userName: 'ada', mark: 'm1' }, ok(201, { id: 1, ...PERSON })] as const;
const toAda = (more: object = {}) => ({ kind: 'change', id: '1', isActive: false, mark: 'm2', ...more }) as const;
const CHANGED = { ...PERSON, id: 1, firstName: 'm2', isActive: false, version: 2 };

testRows('contacts', contactSpec, {}, [
  {
    what: 'a user name is taken once, in whatever case',
    before: [ADA],
    refuses: [{ kind: 'create', userName: 'ADA', mark: 'm2' }, ok(201, { ...PERSON, id: 2, userName: 'ADA', firstName: 'm2' })],
    why: 'ADA is taken',
    accepts: [{ kind: 'create', userName: 'ADA', mark: 'm2' }, problem(409, 'user-name-taken')],
  },
  {
    what: 'a user name that is free is not refused',
    before: [ADA],
    refuses: [{ kind: 'create', userName: 'grace', mark: 'm2' }, problem(409, 'user-name-taken')],
    why: 'has no reason',
    accepts: [{ kind: 'create', userName: 'grace', mark: 'm2' }, ok(201, { ...PERSON, id: 2, userName: 'grace', firstName: 'm2' })],
  },
  {
    what: 'a stale If-Match is not accepted',
    before: [ADA, [toAda(), ok(200, CHANGED)]],
    refuses: [toAda({ ifMatch: 1 }), ok(200, { ...CHANGED, version: 3 })],
    why: 'version 1 was taken, which is 2',
    accepts: [toAda({ ifMatch: 1 }), problem(412, 'version-mismatch')],
  },
  {
    what: 'a change is there once it was acknowledged',
    before: [ADA, [toAda(), ok(200, CHANGED)]],
    refuses: [{ kind: 'get', id: '1' }, ok(200, { ...PERSON, id: 1 })],
    why: 'firstName is m1, not m2',
    accepts: [{ kind: 'get', id: '1' }, ok(200, CHANGED)],
  },
  {
    what: 'a contact that is there is found',
    before: [ADA],
    refuses: [{ kind: 'get', id: '1' }, problem(404, 'contact-not-found')],
    why: 'has no reason',
    accepts: [{ kind: 'get', id: '1' }, ok(200, { ...PERSON, id: 1 })],
  },
  {
    what: 'a change counts one version',
    before: [ADA],
    refuses: [toAda(), ok(200, { ...CHANGED, version: 3 })],
    why: 'version is 3, not 2',
    accepts: [toAda(), ok(200, CHANGED)],
  },
]);

const HOOK = [{ kind: 'create', name: 'crm' }, ok(201, { id: 'w', name: 'crm', enabled: true, version: 1 })] as const;
const toHook = (more: object = {}) => ({ kind: 'change', id: 'w', name: 'erp', enabled: false, ...more }) as const;
const HOOK_CHANGED = { id: 'w', name: 'erp', enabled: false, version: 2 };

test('endpoints are independent of each other', () => {
  const objectOf = (input: EndpointInput, answer?: Answer) =>
    endpointSpec.objectOf?.({ ...{ id: 0, client: 0, from: 0, to: 1 }, input, answer });
  expect([objectOf(...HOOK), objectOf(toHook()), objectOf({ kind: 'get', id: 'v' })]).toEqual(['w', 'w', 'v']);
  // One without an id changes nothing.
  const [create] = HOOK;
  expect(endpointSpec.step({}, create, undefined)).toHaveProperty('refused');
  expect(endpointSpec.step({}, create, problem(409, 'quota-reached'))).toEqual({ state: {} });
});

testRows('endpoints', endpointSpec, {}, [
  {
    what: 'one that was deleted is not found',
    before: [HOOK, [{ kind: 'delete', id: 'w' }, ok(204)]],
    refuses: [{ kind: 'get', id: 'w' }, ok(200, { id: 'w', name: 'crm', enabled: true, version: 1 })],
    why: 'w is not there',
    accepts: [{ kind: 'get', id: 'w' }, problem(404, 'webhook-not-found')],
  },
  {
    what: 'one is deleted once',
    before: [HOOK, [{ kind: 'delete', id: 'w' }, ok(204)]],
    refuses: [{ kind: 'delete', id: 'w' }, ok(204)],
    why: 'w is not there',
    accepts: [{ kind: 'delete', id: 'w' }, problem(404, 'webhook-not-found')],
  },
  {
    what: 'one that is there is found',
    before: [HOOK],
    refuses: [toHook(), problem(404, 'webhook-not-found')],
    why: 'w was not found',
    accepts: [toHook(), ok(200, HOOK_CHANGED)],
  },
  {
    what: 'a deletion without an answer may have been done, but a change is there',
    before: [HOOK, [toHook(), ok(200, HOOK_CHANGED)]],
    refuses: [{ kind: 'get', id: 'w' }, ok(200, { id: 'w', name: 'crm', enabled: true, version: 1 })],
    why: 'it is ["crm",true,1]',
    accepts: [{ kind: 'delete', id: 'w' }, undefined],
  },
  {
    what: 'a stale If-Match is not accepted',
    before: [HOOK, [toHook(), ok(200, HOOK_CHANGED)]],
    refuses: [toHook({ ifMatch: 1 }), ok(200, { ...HOOK_CHANGED, version: 3 })],
    why: 'version 1 was taken, which is 2',
    accepts: [toHook({ ifMatch: 1 }), problem(412, 'version-mismatch')],
  },
  {
    what: 'no version is refused that was not asked for',
    before: [HOOK],
    refuses: [toHook(), problem(412, 'version-mismatch')],
    why: 'no version was asked for',
    accepts: [toHook({ ifMatch: 1 }), ok(200, HOOK_CHANGED)],
  },
  {
    what: 'a suspension is a version of its own, but none goes back',
    before: [HOOK],
    refuses: [toHook(), ok(200, { ...HOOK_CHANGED, version: 1 })],
    why: 'not ["erp",false,2]',
    accepts: [toHook(), ok(200, { ...HOOK_CHANGED, version: 3 })],
  },
  {
    what: 'an id is given once',
    before: [HOOK],
    refuses: [{ kind: 'create', name: 'erp' }, ok(201, { id: 'w', name: 'erp', enabled: true, version: 1 })],
    why: 'w exists already',
    accepts: [{ kind: 'create', name: 'erp' }, ok(201, { id: 'v', name: 'erp', enabled: true, version: 1 })],
  },
]);

const made = (id: string) => [{ kind: 'create', mark: id }, ok(201, { id })] as const;
const revoked = (id: string) => [{ kind: 'delete', id }, ok(204)] as const;
const signIn = (id: string) => ({ kind: 'sign in', id, userName: 'u', secret: 's' }) as const;

testRows(
  'API credentials',
  credentialSpec,
  [],
  [
    {
      what: 'there are at most two',
      before: [made('a'), made('b')],
      refuses: made('c'),
      why: 'a third was made',
      accepts: [{ kind: 'create', mark: 'c' }, problem(409, 'limit-reached')],
    },
    {
      what: 'a second is not refused',
      before: [made('a')],
      refuses: [{ kind: 'create', mark: 'b' }, problem(409, 'limit-reached')],
      why: 'the limit is said to be reached with 1',
      accepts: made('b'),
    },
    {
      what: 'one that was made without an answer has a place',
      before: [made('a'), [{ kind: 'create', mark: 'b' }, undefined]],
      refuses: made('c'),
      why: 'a third was made',
      accepts: [{ kind: 'create', mark: 'c' }, problem(409, 'limit-reached')],
    },
    {
      what: 'one that is revoked signs nobody in',
      before: [made('a'), revoked('a')],
      refuses: [signIn('a'), ok(200)],
      why: 'a signs in, and was revoked',
      accepts: [signIn('a'), problem(401, 'credentials-invalid')],
    },
    {
      what: 'one that is there signs in',
      before: [made('a')],
      refuses: [signIn('a'), problem(401, 'credentials-invalid')],
      why: 'a was refused with 401',
      accepts: [signIn('a'), ok(200)],
    },
    {
      what: 'one is revoked once',
      before: [made('a'), revoked('a')],
      refuses: revoked('a'),
      why: 'a was deleted twice',
      accepts: [{ kind: 'delete', id: 'a' }, problem(404, 'credential-not-found')],
    },
    {
      what: 'one that is there is found',
      before: [made('a')],
      refuses: [{ kind: 'delete', id: 'a' }, problem(404, 'credential-not-found')],
      why: 'a was not found',
      accepts: revoked('a'),
    },
  ],
);
