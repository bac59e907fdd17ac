import fc from 'fast-check';
import { createOrganization } from '../../functions/organizations/creation.ts';
import { deleteOrganization } from '../../functions/organizations/deletion.ts';
import { restoreOrganization } from '../../functions/organizations/restore.ts';
import { organizationStore } from '../../functions/organizations/store.ts';
import { updateOrganization } from '../../functions/organizations/update.ts';
import { createReseller } from '../../functions/resellers/create.ts';
import { resellerStore } from '../../functions/resellers/store.ts';
import { updateReseller } from '../../functions/resellers/update.ts';
import type { Reply } from '../../functions/shared/http/idempotency.ts';
import { newId, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Step } from './limit-model.ts';

/**
 * A reseller's limit at first, what is done in turn before, what is done at the same time, and the
 * order of its table calls.
 */
export interface Schedule {
  readonly allowed: number;
  readonly before: readonly Drawn[];
  readonly atOnce: readonly Drawn[];
  readonly picks: readonly number[];
}

/**
 * A step as it is drawn: `which` names the organization among all that are created, before they
 * have ids.
 */
type Drawn =
  | { readonly kind: 'create' }
  | { readonly kind: 'delete' | 'restore'; readonly which: number }
  | { readonly kind: 'rename'; readonly which: number; readonly as: number }
  | { readonly kind: 'allow'; readonly allowed: number };

const someLimit = fc.oneof({ weight: 1, arbitrary: fc.constant(-1) }, { weight: 6, arbitrary: fc.integer({ min: 0, max: 6 }) });

const drawn = (weights: Readonly<Record<Drawn['kind'], number>>): fc.Arbitrary<Drawn> =>
  fc.oneof(
    { weight: weights.create, arbitrary: fc.record({ kind: fc.constant('create' as const) }) },
    { weight: weights.delete, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat(4) }) },
    { weight: weights.restore, arbitrary: fc.record({ kind: fc.constant('restore' as const), which: fc.nat(4) }) },
    { weight: weights.allow, arbitrary: fc.record({ kind: fc.constant('allow' as const), allowed: someLimit }) },
    { weight: weights.rename, arbitrary: fc.record({ kind: fc.constant('rename' as const), which: fc.nat(4), as: fc.nat(9) }) },
  );

export const someSchedule: fc.Arbitrary<Schedule> = fc.record({
  allowed: someLimit,
  before: fc.array(drawn({ create: 5, delete: 2, restore: 0, allow: 0, rename: 0 }), { maxLength: 8 }),
  atOnce: fc.array(drawn({ create: 4, delete: 3, restore: 3, allow: 3, rename: 1 }), { minLength: 3, maxLength: 7 }),
  picks: fc.array(fc.nat(6), { minLength: 40, maxLength: 40 }),
});

/** Gives the steps of a schedule their organizations. */
export const stepsOf = ({ before, atOnce }: Schedule): { readonly before: readonly Step[]; readonly atOnce: readonly Step[] } => {
  const all = [...before, ...atOnce];
  const ids = all.filter(({ kind }) => kind === 'create').map(() => newId());
  const unborn = ids.values();
  const nameOf = (id: string): string => `Organization ${ids.indexOf(id)}`;
  const steps = all.map((step): Step => {
    if (step.kind === 'allow') return step;
    const id = step.kind === 'create' ? unborn.next().value : ids[step.which % ids.length];
    const organization = id ?? newId();
    return { kind: step.kind, id: organization, name: step.kind === 'rename' ? `Organization ${step.as}` : nameOf(organization) };
  });
  return { before: steps.slice(0, before.length), atOnce: steps.slice(before.length) };
};

const caller = { actor: 'token:operator', permissions: new Set<never>() };
const request = {
  ...{ query: {}, header: {}, caller, remember: () => [] },
  origin: { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' },
};

const depsOf = (table: Table) => ({
  organizations: organizationStore(table),
  resellers: resellerStore(table),
  record: eventRecorder({ newId, retentionDays: 400 }),
  restoreDays: 30,
  now,
});

/** Does a step by the operation that a caller would reach. */
export const perform = (resellerId: string, step: Step, table: Table): Promise<Reply> => {
  const deps = depsOf(table);
  if (step.kind === 'allow') {
    return updateReseller({ ...request, params: { resellerId }, body: { allowedOrganizations: step.allowed } }, deps);
  }
  const { id, name } = step;
  const asked = { ...request, params: { resellerId, id } };
  if (step.kind === 'delete') return deleteOrganization({ ...asked, body: {} }, deps);
  if (step.kind === 'restore') return restoreOrganization({ ...asked, body: {} }, deps);
  if (step.kind === 'rename') return updateOrganization({ ...asked, body: { name } }, deps);
  return createOrganization({ ...asked, body: { name, email: 'it@example.com', allowedUsers: 5 } }, { ...deps, newId: () => id });
};

/** Makes a reseller with a limit and answers its id. */
export const openReseller = async (allowedOrganizations: number, table: Table): Promise<string> => {
  const id = newId();
  const body = { name: 'Reseller', email: 'ops@example.com', allowedUsers: -1, allowedOrganizations };
  await createReseller({ ...request, params: {}, body }, { ...depsOf(table), newId: () => id });
  return id;
};
