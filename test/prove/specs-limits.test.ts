import { resellerSpec } from '../../prove/model/reseller.ts';
import { A, B, body, created, DELETED, RESTORED, START, toCreate } from './spec-reseller.ts';
import { ok, problem, testRows } from './spec-rows.ts';

const FULL = problem(409, 'limit-reached', { limit: 2, count: 2 });

testRows('limits', resellerSpec, START, [
  {
    what: 'no third of two is created',
    before: [A, B],
    refuses: created('c', 'Initech'),
    why: 'in spite of limit-reached',
    accepts: [toCreate('Initech', 'm-c'), FULL],
  },
  {
    what: 'the refusal has the count and the limit',
    before: [A, B],
    refuses: [toCreate('Initech', 'm-c'), problem(409, 'limit-reached', { limit: 2, count: 1 })],
    why: '1 of 2 are said, 2 of 2 there are',
    accepts: [toCreate('Initech', 'm-c'), FULL],
  },
  {
    what: 'a second of two is not refused',
    before: [A],
    refuses: [toCreate('Globex', 'm-b'), problem(409, 'limit-reached', { limit: 2, count: 1 })],
    why: 'has no reason here',
    accepts: B,
  },
  {
    what: 'none is restored over the limit',
    before: [A, DELETED, B, created('c', 'Initech')],
    refuses: RESTORED,
    why: 'in spite of limit-reached',
    accepts: [{ kind: 'restore', id: 'a' }, FULL],
  },
  {
    what: 'a deletion gives its place back',
    before: [A, B, DELETED],
    refuses: [toCreate('Initech', 'm-c'), FULL],
    why: 'has no reason here',
    accepts: created('c', 'Initech'),
  },
  {
    what: 'the count that is read is that of what is there',
    before: [A],
    refuses: [{ kind: 'limits' }, ok(200, { organizations: { used: 2, allowed: 2 } })],
    why: '2 of 2 are said, 1 of 2 there are',
    accepts: [{ kind: 'limits' }, ok(200, { organizations: { used: 1, allowed: 2 } })],
  },
  {
    what: 'a new limit counts one version',
    refuses: [{ kind: 'allow', allowed: 1, mark: 'm1' }, ok(200, { version: 3 })],
    why: 'version 3, not 2',
    accepts: [{ kind: 'allow', allowed: 1, mark: 'm1' }, ok(200, { version: 2 })],
  },
]);

testRows('names', resellerSpec, START, [
  {
    what: 'one is taken once, in whatever case',
    before: [A],
    refuses: created('b', ' ACME'),
    why: 'in spite of name-taken',
    accepts: [toCreate(' ACME', 'm-b'), problem(409, 'name-taken')],
  },
  {
    what: 'one that is free is not refused',
    before: [A],
    refuses: [toCreate('Globex', 'm-b'), problem(409, 'name-taken')],
    why: 'has no reason here',
    accepts: B,
  },
  {
    what: 'an external id is taken once',
    before: [created('a', 'Acme', 'm-a', 'crm-1')],
    refuses: created('b', 'Globex', 'm-b', 'crm-1'),
    why: 'in spite of external-id-taken',
    accepts: created('b', 'Globex', 'm-b', 'CRM-1'),
  },
  {
    what: 'none is restored whose name another has',
    before: [A, DELETED, created('b', 'acme')],
    refuses: RESTORED,
    why: 'in spite of name-taken',
    accepts: [{ kind: 'restore', id: 'a' }, problem(409, 'name-taken')],
  },
  {
    what: 'a PUT replaces the one with the external id',
    before: [created('a', 'Acme', 'm-a', 'crm-1')],
    refuses: [{ kind: 'put', name: 'Hooli', externalId: 'crm-1', mark: 'm2' }, ok(201, body('b', 'Hooli', 'm2', 1, 'crm-1'))],
    why: '201, but there was one to replace',
    accepts: [{ kind: 'put', name: 'Hooli', externalId: 'crm-1', mark: 'm2' }, ok(200, body('a', 'Hooli', 'm2', 2, 'crm-1'))],
  },
  {
    what: 'a PUT creates where there is none',
    before: [A],
    refuses: [{ kind: 'put', name: 'Hooli', externalId: 'crm-1', mark: 'm2' }, ok(200, body('a', 'Hooli', 'm2', 2, 'crm-1'))],
    why: '200, but there was none to replace',
    accepts: [{ kind: 'put', name: 'Hooli', externalId: 'crm-1', mark: 'm2' }, ok(201, body('b', 'Hooli', 'm2', 1, 'crm-1'))],
  },
]);
