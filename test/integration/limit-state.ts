import { Refusal } from '../../functions/shared/contract/problems.ts';
import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { after, EVENTS, inOrder, isFull, type Model, type Step, takesPlace, toldOf } from './limit-model.ts';
import type { Outcome } from './schedule.ts';
import type { StoredEvent } from './stored.ts';

/**
 * All that is stored of a reseller and its organizations, read at one moment; what was told, in the
 * order of text.
 */
export const storedOf = async (table: Table, resellerId: string) => {
  const { items } = await table.range({ range: { pk: resellerKey(resellerId).pk, prefix: '' }, limit: 1000, after: undefined });
  const ofType = (type: string): readonly Item[] => items.filter((item) => item.type === type);
  const [reseller] = ofType('reseller');
  return {
    count: Number(reseller?.organizationCount),
    allowed: Number(reseller?.allowedOrganizations),
    live: ofType('organization').map(({ id }) => String(id)),
    deleted: ofType('deleted-organization').map(({ id }) => String(id)),
    told: inOrder((ofType('event') as unknown as readonly StoredEvent[]).map(asText)),
  };
};

const asText = ({ payload: { event, data } }: StoredEvent): string => {
  if (!event.startsWith('reseller.limit.')) return event;
  const { used, allowed, remaining } = (data as { readonly organizations: Item }).organizations;
  return `${event}: ${used} of ${allowed}, ${remaining} left`;
};

/**
 * Follows what becomes of the steps of a reseller: each is held against what it ought to do, and
 * what is stored and told against what ought to be.
 */
export const follow = (table: Table, resellerId: string, allowed: number) => {
  let model: Model = { allowed, live: [], deleted: [] };
  let told: readonly string[] = ['reseller.created'];

  return {
    /**
     * A step was committed, or was refused: then nothing changed, and a limit that is said to be
     * reached is.
     */
    took: (step: Step, outcome: Outcome): void => {
      if (outcome.status === 'fulfilled') {
        expect({ step, finds: model, full: takesPlace(step) && isFull(model) }).toMatchObject({ full: false });
        told = inOrder([...told, ...toldOf(model, step)]);
        model = after(model, step);
      } else if (outcome.reason instanceof Refusal && outcome.reason.code === 'limit-reached') {
        expect({ step, finds: model, full: isFull(model) }).toMatchObject({ full: true });
        expect(outcome.reason.members).toEqual({ limitName: 'allowedOrganizations', limit: model.allowed, count: model.live.length });
      }
    },

    /**
     * What was decided first need not be committed first, so that the order of events says nothing.
     */
    compare: async (): Promise<void> => {
      expect(await storedOf(table, resellerId)).toEqual({ ...model, count: model.live.length, told });
    },
  };
};

type Stored = Awaited<ReturnType<typeof storedOf>>;

/**
 * What is wrong with a reseller after these steps under these limits: nothing when it holds, counts
 * and tells what they did.
 */
export const faultsOf = ({ count, allowed, live, deleted, told }: Stored, done: readonly Step[], limits: readonly number[]) => {
  const created = done.flatMap((step) => (step.kind === 'create' ? [step.id] : []));
  const mayTell = done.filter((step) => takesPlace(step) || step.kind === 'allow').length;
  const times = (name: string): number => told.filter((text) => text.startsWith(name)).length;
  const faults = [
    count !== live.length && `counts ${count} organizations of ${live.length}`,
    !limits.includes(allowed) && `allows ${allowed}`,
    !limits.includes(-1) && count > Math.max(...limits) && `has ${count} organizations`,
    String(inOrder([...live, ...deleted])) !== String(inOrder(created)) && 'has not the organizations that were created',
    ...(['create', 'delete', 'restore'] as const).map(
      (kind) => times(EVENTS[kind]) !== done.filter((step) => step.kind === kind).length && `does not tell each ${kind} once`,
    ),
    ...['approaching', 'reached'].map((level) => times(`reseller.limit.${level}`) > mayTell && `tells too often of a limit ${level}`),
    ...told.map((text) => isUntrue(text) && `tells ${text}`),
  ];
  return faults.filter((fault) => fault !== false);
};

const isUntrue = (text: string): boolean => {
  const { level, used, allowed, left } =
    /limit\.(?<level>\w+): (?<used>\d+) of (?<allowed>-?\d+), (?<left>-?\d+) left/.exec(text)?.groups ?? {};
  if (level === undefined) return false;
  const close = Number(used) * 5 >= Number(allowed) * 4;
  return (
    Number(allowed) < 0 || Number(left) !== Math.max(0, Number(allowed) - Number(used)) || (level === 'reached' ? left !== '0' : !close)
  );
};
