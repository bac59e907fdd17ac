import type { Violation } from '../shared/part.ts';

interface Envelope {
  readonly event: { readonly id: string; readonly detail: { readonly metadata?: { readonly eventId: string } } };
  readonly rules: readonly string[];
}

interface Delivery {
  readonly eventId: string;
  readonly rule: string;
  readonly outcome: string;
}

interface Taken {
  readonly endpoint: string;
  readonly id: string;
}

/**
 * Compares what the bus matched with what became of it: each match is delivered, or a dead letter.
 * A runtime that was killed may have delivered what it did not note: then the receiver has it.
 */
export const deliveryFaults = (
  matched: readonly Envelope[],
  deliveries: readonly Delivery[],
  taken: readonly Taken[],
  endpointOf: (rule: string) => string | undefined,
): readonly Violation[] => {
  const ended = new Set(deliveries.filter(({ outcome }) => outcome !== 'retrying').map(({ eventId, rule }) => `${eventId} ${rule}`));
  const received = new Set(taken.map(({ endpoint, id }) => `${id} ${endpoint}`));
  return matched.flatMap(({ event, rules }) =>
    rules
      .filter((rule) => !ended.has(`${event.id} ${rule}`) && !received.has(`${event.detail.metadata?.eventId} ${endpointOf(rule) ?? ''}`))
      .map((rule) => ({
        promise: 'each event is delivered or a dead letter',
        detail: `${event.detail.metadata?.eventId ?? event.id} for ${rule}`,
      })),
  );
};
