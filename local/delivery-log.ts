import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import type { DeliveredEvent } from '@tenantry/cdk-local/eventbridge/delivery';
import { v7 } from 'uuid';
import { causeOf } from '../functions/deliveries/cause.ts';
import { type Delivery, recordedAtPlace } from '../functions/deliveries/delivery.ts';
import { endpointOf } from '../functions/deliveries/endpoint-name.ts';
import { deliveryStore } from '../functions/deliveries/store.ts';
import { readAgainAfter } from '../functions/shared/base/once.ts';
import { newId } from '../functions/shared/runtime.ts';
import type { EventDetail } from '../functions/shared/table/events.ts';
import { openTable } from '../functions/shared/table/table.ts';
import { webhookStore } from '../functions/webhooks/store.ts';
import type { Owner } from '../functions/webhooks/webhook.ts';

/** Where webhooks that arrived are noted. */
interface Place {
  readonly url: string;
  readonly region: string;
  readonly tableName: string;
  readonly keptDays: number;
}

interface Noted extends DeliveredEvent {
  readonly at: Date;
}

interface Notebook {
  write(noted: Noted): Promise<void>;
  close(): void;
}

// An event has a kilobyte or two.
const MOST_WAITING = 10_000;
const WRITERS = 4;

/**
 * Notes nothing until it is opened, and then aside from the delivering; beyond ten thousand that
 * wait it leaves out, and says how many.
 */
export const deliveryLog = (warn: (message: string) => void) => {
  const waiting: Noted[] = [];
  const writers = new Set<Promise<void>>();
  let writing = 0;
  let notebook: Notebook | undefined;
  let leftOut = 0;

  const write = async ({ write }: Notebook): Promise<void> => {
    writing += 1;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await write(next).catch((error: unknown) => warn(`A webhook that arrived is not in the delivery log: ${String(error)}`));
    }
    // At once, not when its promise is fulfilled: what arrives in between needs another.
    writing -= 1;
    if (leftOut > 0) warn(`${leftOut} webhooks that arrived are not in the delivery log: they came faster than it writes`);
    leftOut = 0;
  };

  return {
    /** From now on what arrives is noted there. */
    open(place: Place): void {
      notebook = openNotebook(place);
    },

    /**
     * Takes what arrived. When all promises that it has returned are fulfilled, all is written.
     * Under load four are pending, however much arrives, and it returns no other.
     */
    note(arrival: DeliveredEvent): Promise<void> | undefined {
      if (!notebook) return undefined;
      if (waiting.length >= MOST_WAITING) leftOut += 1;
      else waiting.push({ ...arrival, at: new Date() });
      if (writing >= WRITERS) return undefined;
      const writer = write(notebook).finally(() => writers.delete(writer));
      writers.add(writer);
      return writer;
    },

    /** Drops what waits and ends what is being written. */
    async stop(): Promise<void> {
      const open = notebook;
      notebook = undefined;
      waiting.length = 0;
      await Promise.all(writers);
      open?.close();
    },
  };
};

const openNotebook = ({ url, region, tableName, keptDays }: Place): Notebook => {
  const client = new DynamoDBClient(localClientOptions(url, region));
  const table = openTable(tableName, DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }));
  const [deliveries, webhooks] = [deliveryStore(table), webhookStore(table)];
  // An endpoint keeps its owner, and its id is not used again. Those of the operator have none.
  const owners = new Map<string, () => Promise<Owner | undefined>>();
  const ownerOf = (webhookId: string): Promise<Owner | undefined> => {
    const read = owners.get(webhookId) ?? readAgainAfter(Number.POSITIVE_INFINITY, async () => (await webhooks.findAny(webhookId))?.owner);
    owners.set(webhookId, read);
    return read();
  };
  return {
    async write({ event, ruleArn, attempts, at }) {
      const detail = event.detail as unknown as Partial<EventDetail>;
      if (!isOurs(detail)) return;
      const webhookId = endpointOf(ruleArn);
      const owner = await ownerOf(webhookId);
      await deliveries.insert(delivered(detail, { webhookId, owner, attempts, at, keptDays, place: newId() }), JSON.stringify(detail), []);
    },
    close: () => client.destroy(),
  };
};

const isOurs = (detail: Partial<EventDetail>): detail is EventDetail =>
  detail.metadata?.eventId !== undefined && detail.payload?.event !== undefined;

interface Arrived {
  readonly webhookId: string;
  readonly owner: Owner | undefined;
  readonly attempts: number;
  readonly at: Date;
  readonly keptDays: number;
  readonly place: string;
}

const delivered = ({ metadata, payload }: EventDetail, { webhookId, owner = '/', attempts, at, keptDays, place }: Arrived): Delivery => ({
  ...{ id: v7({ msecs: at.getTime() }), webhookId, owner },
  ...{ eventId: metadata.eventId, event: payload.event, tenant: metadata.tenant, ...causeOf({ metadata, payload }) },
  ...{ result: 'delivered', retryAttempts: attempts - 1, at: at.toISOString(), ...recordedAtPlace(place) },
  expiresAt: Math.floor(at.getTime() / 1000) + keptDays * 86_400,
});
