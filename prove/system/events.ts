import type { BusEvent } from '../shared/bus-event.ts';
import type { System } from './system.ts';

interface Envelope {
  readonly event: {
    readonly 'detail-type': string;
    readonly detail: {
      readonly metadata: { readonly eventId: string; readonly tenant: string; readonly version?: number; readonly traceparent?: string };
      readonly payload: { readonly data: Readonly<Record<string, unknown>> };
    };
  };
}

/** Every event of the product that a bus took, in that order; an event may be there twice. */
export const readEvents = (system: System): readonly BusEvent[] =>
  system.recorded<Envelope>('events').flatMap(({ event: { detail, ...envelope }, at, start }) => {
    const { metadata, payload } = detail;
    if (metadata?.eventId === undefined) return [];
    const { eventId: id, tenant, version, traceparent = '' } = metadata;
    return [
      { id, name: envelope['detail-type'], tenant, version, trace: traceparent.split('-')[1] ?? '', at, start, data: payload.data, detail },
    ];
  });

/** When the table server of a system ended, in milliseconds since 1970. */
export const readTableEnds = (system: System): readonly number[] =>
  system
    .recorded<{ readonly message: string }>('warnings')
    .filter(({ message }) => message.startsWith('The table server has ended'))
    .map(({ at }) => at);
