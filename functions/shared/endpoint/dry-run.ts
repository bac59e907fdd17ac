import type { Reply } from '../http/idempotency.ts';
import type { Change, EventDetail } from '../table/events.ts';
import { dryRunTable, type Table } from '../table/table.ts';
import type { Consumption, Write } from '../table/transaction.ts';
import type { Exchange } from './exchange.ts';

/** True for the request of a dry run. */
export const isDryRun = ({ input }: Exchange): boolean => (input?.query as { readonly dryRun?: boolean } | undefined)?.dryRun === true;

/**
 * Runs an operation on a table that writes nothing, and returns what it would have done; or refuses
 * as it would.
 */
export const dryRun = async (table: Table, run: (table: Table) => Promise<Reply>): Promise<Reply> => {
  const writes: Write[] = [];
  const { status, body } = await run(dryRunTable(table, (uncommitted) => writes.push(...uncommitted)));
  return dryRunReport({
    status,
    body: body === undefined ? null : (JSON.parse(body) as unknown),
    events: eventsOf(writes),
    limits: writes.flatMap(({ consumes }) => consumes ?? []),
  });
};

/** The effects of a request. */
export interface DryRunOperation {
  readonly status: number;
  readonly body: unknown;
  readonly events: readonly DryRunEvent[];
  readonly limits: readonly Consumption[];
}

type DryRunEvent = Pick<Change<string>, 'tenant' | 'changed' | 'data'> & { readonly event: string };

/** Returns the answer of a dry run: 200 with the effects of the request. */
export const dryRunReport = ({ status, body, events, limits }: DryRunOperation): Reply => {
  const answer = { dryRun: true, status, body, events, limits };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
};

/** Returns the events that writes would record. */
export const eventsOf = (writes: readonly Write[]): readonly DryRunEvent[] => writes.flatMap(eventOf);

const eventOf = ({ action }: Write): readonly DryRunEvent[] => {
  if (typeof action === 'string' || !('put' in action) || action.put.type !== 'event') return [];
  const { metadata, payload } = action.put as unknown as EventDetail;
  return [{ event: payload.event, tenant: metadata.tenant, changed: metadata.changed, data: payload.data }];
};

/** The schema of a dry run's answer. */
export const dryRunSchema = {
  title: 'DryRun',
  type: 'object',
  additionalProperties: false,
  required: ['dryRun', 'status', 'body', 'events', 'limits'],
  properties: {
    dryRun: { type: 'boolean', const: true },
    status: { type: 'integer', description: 'The status of the response.' },
    body: { title: 'DryRunBody', type: ['object', 'null'], description: 'The body of the response.' },
    events: {
      type: 'array',
      items: {
        title: 'DryRunEvent',
        type: 'object',
        required: ['event', 'tenant', 'changed', 'data'],
        properties: {
          event: { type: 'string' },
          tenant: { type: 'string' },
          changed: { type: 'array', items: { type: 'string' } },
          data: { title: 'DryRunEventData', type: 'object', additionalProperties: true },
        },
      },
    },
    limits: {
      type: 'array',
      items: {
        title: 'DryRunLimit',
        type: 'object',
        required: ['limitName', 'by'],
        properties: { limitName: { type: 'string' }, by: { type: 'integer' }, limit: { type: 'integer' }, count: { type: 'integer' } },
      },
    },
  },
} as const;
