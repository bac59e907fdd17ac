import { treeSpec } from '../../prove/model/partners.ts';
import { ok, problem, type Told, testRows } from './spec-rows.ts';

const START = {
  1: { name: 'Root', parent: undefined, isActive: true, billingId: 'm0', userName: 'root', externalId: undefined, version: 1 },
};

type Input = Parameters<typeof treeSpec.step>[1];

const body = (id: number, parent: number | undefined, more: object = {}) => ({
  ...{ id, name: `P ${id}`, isActive: true, billingId: `m-${id}`, version: 1 },
  ...(parent !== undefined && { parent: { id: parent } }),
  ...more,
});
const toCreate = (id: number, parent: number, more: object = {}) =>
  ({ kind: 'create', parent: String(parent), name: `P ${id}`, userName: `u-${id}`, mark: `m-${id}`, ...more }) as const;
const created = (
  id: number,
  parent: number,
  more: { readonly name?: string; readonly userName?: string; readonly externalId?: string } = {},
) => [toCreate(id, parent, more), ok(201, body(id, parent, more.name === undefined ? {} : { name: more.name }))] as const;
const toChange = (id: number, more: object = {}) => ({ kind: 'change', id: String(id), mark: 'm', ...more }) as const;
const changed = (id: number, parent: number, version: number, more: object = {}): Told<Input> => [
  toChange(id, more),
  ok(200, body(id, parent, { billingId: 'm', version, ...more, parent: { id: parent } })),
];
const get = (id: number) => ({ kind: 'get', id: String(id) }) as const;
/** A chain below the root, of which the last is on the tenth level. */
const CHAIN = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((id) => created(id, id - 1));

testRows('partners', treeSpec, START, [
  {
    what: 'a name is taken once in the tree, in whatever case',
    before: [created(2, 1, { name: 'North' })],
    refuses: created(3, 2, { name: 'NORTH' }),
    why: 'in spite of name-taken',
    accepts: [toCreate(3, 2, { name: 'NORTH' }), problem(409, 'name-taken')],
  },
  {
    what: 'a name that is free is not refused',
    before: [created(2, 1)],
    refuses: [toCreate(3, 1), problem(409, 'name-taken')],
    why: 'has no reason here',
    accepts: created(3, 1),
  },
  {
    what: 'a user name is taken once',
    before: [created(2, 1, { userName: 'shared' })],
    refuses: created(3, 1, { userName: 'shared' }),
    why: 'in spite of user-name-taken',
    accepts: [toCreate(3, 1, { userName: 'shared' }), problem(409, 'user-name-taken')],
  },
  {
    what: 'an external id is taken once below a parent',
    before: [created(2, 1, { externalId: 'crm-1' })],
    refuses: created(3, 1, { externalId: 'crm-1' }),
    why: 'in spite of external-id-taken',
    accepts: created(3, 2, { externalId: 'crm-1' }),
  },
  {
    what: 'nothing is created below what is not there',
    refuses: created(3, 2),
    why: 'in spite of parent-not-found',
    accepts: [toCreate(3, 2), problem(404, 'parent-not-found')],
  },
  {
    what: 'nothing is created below what is inactive, also further up',
    before: [created(2, 1), created(3, 2), changed(2, 1, 2, { isActive: false })],
    refuses: created(4, 3),
    why: 'in spite of parent-inactive',
    accepts: [toCreate(4, 3), problem(409, 'parent-inactive')],
  },
  {
    what: 'there are ten levels',
    before: CHAIN,
    refuses: created(11, 10),
    why: 'in spite of depth-exceeded',
    accepts: [toCreate(11, 10), problem(409, 'depth-exceeded')],
  },
  {
    what: 'the tenth level is not refused',
    before: CHAIN,
    refuses: [toCreate(11, 9), problem(409, 'depth-exceeded')],
    why: 'has no reason here',
    accepts: created(11, 9),
  },
  {
    what: 'a branch is not moved below the tenth level',
    before: [...CHAIN, created(11, 1), created(12, 11)],
    refuses: changed(11, 9, 2, { parent: '9' }),
    why: 'in spite of depth-exceeded',
    accepts: [toChange(11, { parent: '9' }), problem(409, 'depth-exceeded')],
  },
  {
    what: 'one is not moved below itself',
    before: [created(2, 1), created(3, 2)],
    refuses: changed(2, 3, 2, { parent: '3' }),
    why: 'in spite of would-create-cycle',
    accepts: [toChange(2, { parent: '3' }), problem(409, 'would-create-cycle')],
  },
  {
    what: 'one is moved where it was asked to',
    before: [created(2, 1), created(3, 1)],
    refuses: changed(3, 1, 2, { parent: '2' }),
    why: 'its parent is 1, not 2',
    accepts: changed(3, 2, 2, { parent: '2' }),
  },
  {
    what: 'a move is a version of all that are below',
    before: [created(2, 1), created(3, 1), created(4, 3), changed(3, 2, 2, { parent: '2' })],
    refuses: [get(4), ok(200, body(4, 3))],
    why: 'version is 1, not 2',
    accepts: [get(4), ok(200, body(4, 3, { version: 2 }))],
  },
  {
    what: 'a stale If-Match is not accepted',
    before: [created(2, 1), changed(2, 1, 2)],
    refuses: [toChange(2, { ifMatch: 1 }), ok(200, body(2, 1, { billingId: 'm', version: 3 }))],
    why: 'in spite of version-mismatch',
    accepts: [toChange(2, { ifMatch: 1 }), problem(412, 'version-mismatch')],
  },
  {
    what: 'a PUT replaces the one with the external id',
    before: [created(2, 1, { externalId: 'crm-1' })],
    refuses: [{ ...toCreate(3, 1), kind: 'put', externalId: 'crm-1' }, ok(201, body(3, 1))],
    why: '201, but there was one to replace',
    accepts: [{ ...toCreate(3, 1), kind: 'put', externalId: 'crm-1' }, ok(200, body(2, 1, { name: 'P 3', billingId: 'm-3', version: 2 }))],
  },
  {
    what: 'what is there is found, and nothing else',
    before: [created(2, 1)],
    refuses: [get(2), problem(404, 'partner-not-found')],
    why: 'has no reason here',
    accepts: [get(3), problem(404, 'partner-not-found')],
  },
]);
