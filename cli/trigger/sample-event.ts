import { v7 } from 'uuid';
import type { EventName } from '../../functions/events/event-names.ts';
import { SOURCE } from '../../functions/shared/contract/event.ts';
import { firstVersion, SCHEMA_VERSION } from '../../functions/shared/table/events.ts';
import { lineageOf } from '../../functions/shared/table/lineage.ts';
import { type SigningKey, signEvent } from '../../functions/signatures/signing.ts';
import { sampleOf } from '../../functions/webhooks/samples.ts';

/** The parts of a sample that may be given. */
export interface SampleOptions {
  /** Members that replace those of the sample's `data`; `null` removes one. */
  readonly data?: object;
  /** The tenant of the event; that of the sample unless given. */
  readonly tenant?: string;
}

/** An entry of `PutEvents`, without its bus. */
interface SampleEntry {
  readonly Source: string;
  readonly DetailType: EventName;
  readonly Resources: readonly string[];
  readonly Detail: string;
}

/** The installation whose bus the sample is for, and the keys that it signs with. */
export interface Publisher {
  readonly installation: string;
  readonly keys: readonly SigningKey[];
}

/** The beginning of the ids of samples and of tests of endpoints; that of no other event. */
const TEST_PREFIX = 'test-';

/**
 * Creates a sample of an event, with the data that the documents show, signed as any other. Its id
 * begins with `test-`.
 */
export const sampleEvent = (name: EventName, { installation, keys }: Publisher, { data, tenant }: SampleOptions = {}): SampleEntry => {
  const eventId = `${TEST_PREFIX}${v7()}`;
  const content = withoutNulls({ ...sampleOf(name), ...data });
  const of = tenant ?? tenantOf(name, content);
  const unsigned = {
    metadata: {
      ...{ eventId, schemaVersion: SCHEMA_VERSION, ...firstVersion, tenant: of, lineage: [...lineageOf(of)] },
      ...{ actor: 'token:tenantry-trigger', requestId: eventId },
    },
    payload: { event: name, data: content, triggeredAt: new Date().toISOString() },
  };
  const detail = signEvent(unsigned, keys);
  return { Source: SOURCE, DetailType: name, Resources: [of, installation], Detail: JSON.stringify(detail) };
};

const withoutNulls = (data: object): object => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));

const tenantOf = (name: EventName, data: { readonly id?: unknown; readonly resellerId?: unknown }): string => {
  if (name.startsWith('webhook.')) return '/';
  if (name.startsWith('partner.contact.')) return `/partners/${idOf(sampleOf('partner.created'))}`;
  if (name.startsWith('partner.')) return `/partners/${data.id}`;
  if (name.startsWith('reseller.organization.')) return `/resellers/${idOf(sampleOf('reseller.created'))}`;
  return `/resellers/${data.id ?? data.resellerId}`;
};

const idOf = ({ id }: { readonly id?: unknown }): string => String(id);
