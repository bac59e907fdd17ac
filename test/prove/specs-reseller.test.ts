import { resellerSpec } from '../../prove/model/reseller.ts';
import { A, B, body, DELETED, RESTORED, START, toChange, toCreate } from './spec-reseller.ts';
import { ok, problem, testRows } from './spec-rows.ts';

const CHANGED = [toChange('a'), ok(200, body('a', 'Acme', 'm2', 2))] as const;

testRows('organizations', resellerSpec, START, [
  {
    what: 'a stale If-Match is not accepted',
    before: [A, CHANGED],
    refuses: [toChange('a', { ifMatch: 1 }), ok(200, body('a', 'Acme', 'm2', 3))],
    why: 'in spite of version-mismatch',
    accepts: [toChange('a', { ifMatch: 1 }), problem(412, 'version-mismatch')],
  },
  {
    what: 'an If-Match of the present version is accepted',
    before: [A, CHANGED],
    refuses: [{ kind: 'delete', id: 'a', ifMatch: 2 }, problem(412, 'version-mismatch')],
    why: 'has no reason here',
    accepts: [{ kind: 'delete', id: 'a', ifMatch: 2 }, ok(204)],
  },
  {
    what: 'a change counts one version',
    before: [A],
    refuses: [toChange('a'), ok(200, body('a', 'Acme', 'm2', 3))],
    why: 'version is 3, not 2',
    accepts: CHANGED,
  },
  {
    what: 'a change is there once it was acknowledged',
    before: [A, CHANGED],
    refuses: [{ kind: 'get', id: 'a' }, ok(200, body('a', 'Acme', 'm-a', 1))],
    why: 'description is m-a, not m2',
    accepts: [{ kind: 'get', id: 'a' }, ok(200, body('a', 'Acme', 'm2', 2))],
  },
  {
    what: 'no other is answered than was asked for',
    before: [A, B],
    refuses: [{ kind: 'get', id: 'a' }, ok(200, body('b', 'Globex', 'm-b'))],
    why: 'id is b, not a',
    accepts: [{ kind: 'get', id: 'a' }, ok(200, body('a', 'Acme', 'm-a'))],
  },
  {
    what: 'one is deleted once',
    before: [A, DELETED],
    refuses: DELETED,
    why: 'in spite of organization-deleted',
    accepts: [{ kind: 'delete', id: 'a' }, problem(410, 'organization-deleted')],
  },
  {
    what: 'one is restored once',
    before: [A, DELETED, RESTORED],
    refuses: [{ kind: 'restore', id: 'a' }, ok(200, body('a', 'Acme', 'm-a', 4))],
    why: 'in spite of organization-not-deleted',
    accepts: [{ kind: 'restore', id: 'a' }, problem(409, 'organization-not-deleted')],
  },
  {
    what: 'a list has each once',
    before: [A, B],
    refuses: [{ kind: 'list' }, ok(200, [body('a', 'Acme', 'm-a'), body('a', 'Acme', 'm-a')])],
    why: 'lists an organization twice',
    accepts: [{ kind: 'list' }, ok(200, [body('b', 'Globex', 'm-b'), body('a', 'Acme', 'm-a')])],
  },
  {
    what: 'a list leaves none out',
    before: [A, B],
    refuses: [{ kind: 'list' }, ok(200, [body('a', 'Acme', 'm-a')])],
    why: 'lists 1 of 2 organizations',
    accepts: [{ kind: 'list' }, ok(200, [body('a', 'Acme', 'm-a'), body('b', 'Globex', 'm-b')])],
  },
  {
    what: 'a list has none that was deleted',
    before: [A, B, DELETED],
    refuses: [{ kind: 'list' }, ok(200, [body('a', 'Acme', 'm-a')])],
    why: 'a is listed, and is not there',
    accepts: [{ kind: 'list' }, ok(200, [body('b', 'Globex', 'm-b')])],
  },
  {
    what: 'a dry run says that it is one',
    refuses: [{ kind: 'dry run', of: toCreate('Acme', 'm') }, ok(201, body('a', 'Acme', 'm'))],
    why: 'it is no report of a dry run',
    accepts: [{ kind: 'dry run', of: toCreate('Acme', 'm') }, ok(200, { dryRun: true })],
  },
  {
    what: 'what nothing tells of was not done',
    refuses: [toCreate('Acme', 'm-a'), undefined],
    why: 'nothing tells of it',
    accepts: A,
  },
]);
