import type { SQSClient } from '@aws-sdk/client-sqs';
import { eventLogStore } from '../../functions/event-logs/store.ts';
import type { Key } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { holdMessages } from '../redrive/held-messages.ts';
import type { RepublishRequest } from './request.ts';

/** An event that was asked for: as it is stored, or the reason why there is none. */
export interface FoundEvent {
  readonly id: string;
  readonly event: Item | undefined;
  readonly reason?: string;
  /** Called when it is published. */
  readonly done?: () => Promise<void>;
}

/** The places of the events, and what gives back those that were not published. */
export interface EventSource {
  readonly find: () => AsyncGenerator<FoundEvent>;
  readonly close: () => Promise<void>;
}

interface SourceDeps {
  readonly table: Pick<Table, 'get' | 'span' | 'getAll'>;
  readonly queues: () => Pick<SQSClient, 'send'>;
}

const NOTHING_HELD = async (): Promise<void> => undefined;

/** Opens what the selection names. The events of a span are in the order in which they happened. */
export const openEvents = (selection: RepublishRequest['selection'], { table, queues }: SourceDeps): EventSource => {
  const log = eventLogStore(table);
  if ('ids' in selection) return { find: () => byId(selection.ids, log), close: NOTHING_HELD };
  if ('from' in selection) return { find: () => ofSpan(selection, log), close: NOTHING_HELD };
  const held = holdMessages(queues(), selection.queue ?? '');
  return { find: () => ofQueue(held, table, log), close: held.release };
};

type Log = ReturnType<typeof eventLogStore>;

async function* byId(ids: readonly string[], log: Log): AsyncGenerator<FoundEvent> {
  for (const id of ids.toSorted()) yield await findById(id, log);
}

const findById = async (id: string, log: Log): Promise<FoundEvent> => {
  const event = await log.find(id);
  return { id, event, ...(event === undefined && { reason: `The table has no event ${id}.` }) };
};

const PAGE = 500;

async function* ofSpan({ from, to }: { readonly from: number; readonly to: number }, log: Log): AsyncGenerator<FoundEvent> {
  let after: string | undefined;
  do {
    const page = await log.pageOfAll({ from, to: to - 1 }, { limit: PAGE, after, newestFirst: false });
    for (const event of page.items) yield { id: idOf(event), event };
    after = page.last;
  } while (after !== undefined);
}

async function* ofQueue(held: ReturnType<typeof holdMessages>, table: Pick<Table, 'get'>, log: Log): AsyncGenerator<FoundEvent> {
  for await (const { Body = '', MessageId = '', ReceiptHandle = '' } of held.all()) {
    const named = placeIn(Body);
    if (named === undefined) yield { id: MessageId, event: undefined, reason: `The message ${MessageId} names no event.` };
    else if ('id' in named) yield { ...(await findById(named.id, log)), done: () => held.remove(ReceiptHandle) };
    else {
      const event = await table.get(named.key);
      const id = event ? idOf(event) : named.key.sk;
      yield {
        ...{ id, event, done: () => held.remove(ReceiptHandle) },
        ...(event === undefined && { reason: `The table has no item ${named.key.pk}, ${named.key.sk}.` }),
      };
    }
  }
}

const idOf = ({ metadata, sk }: Item): string => (metadata as { readonly eventId?: string } | undefined)?.eventId ?? String(sk);

const NO_KEYS: Readonly<Record<string, { readonly S?: string } | undefined>> = {};

/**
 * Returns the event that a dead letter of the publisher names: an entry of `PutEvents`, or a record
 * of the stream that could not be read. One of Lambda names a place in the stream only.
 */
const placeIn = (body: string): { readonly id: string } | { readonly key: Key } | undefined => {
  try {
    const { record } = JSON.parse(body) as {
      readonly record?: {
        readonly Detail?: string;
        readonly dynamodb?: { readonly Keys?: Readonly<Record<string, { readonly S?: string }>> };
      };
    };
    if (record?.Detail !== undefined) {
      const { metadata } = JSON.parse(record.Detail) as { readonly metadata: { readonly eventId: string } };
      return { id: metadata.eventId };
    }
    const { pk, sk } = record?.dynamodb?.Keys ?? NO_KEYS;
    return pk?.S !== undefined && sk?.S !== undefined ? { key: { pk: pk.S, sk: sk.S } as Key } : undefined;
  } catch {
    return undefined;
  }
};
