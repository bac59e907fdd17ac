import type { Violation } from '../shared/part.ts';

interface Envelope {
  readonly event: { readonly id: string; readonly detail: { readonly metadata?: { readonly eventId: string } } };
  readonly rules: readonly string[];
}

interface Delivery {
  readonly eventId: string;
  readonly rule: string;
  readonly url: string;
  readonly outcome: string;
}

interface Taken {
  /** The path that it came to. */
  readonly endpoint: string;
  readonly id: string;
}

// What is dropped is neither.
const ENDS: readonly string[] = ['delivered', 'dead-letter'];

/**
 * Compares what the bus matched with what became of it: each match is delivered, or a dead letter.
 * A runtime that was killed may have delivered what it did not note: then the receiver has it. The
 * rule `every` is that of the endpoint that gets all.
 */
export const deliveryFaults = (
  matched: readonly Envelope[],
  deliveries: readonly Delivery[],
  taken: readonly Taken[],
  every: string,
): readonly Violation[] => {
  const ended = new Set(deliveries.filter(({ outcome }) => ENDS.includes(outcome)).map(({ eventId, rule }) => `${eventId} ${rule}`));
  const pathOf = new Map(deliveries.map(({ rule, url }) => [rule, new URL(url).pathname]));
  const received = new Set(taken.map(({ endpoint, id }) => `${id} ${endpoint}`));
  return matched.flatMap(({ event, rules }) => {
    const id = event.detail.metadata?.eventId;
    const lost = rules.filter((rule) => !ended.has(`${event.id} ${rule}`) && !received.has(`${id} ${pathOf.get(rule)}`));
    return [
      ...lost.map((rule) => ({ promise: 'each event is delivered or a dead letter', detail: `${id ?? event.id} for ${rule}` })),
      ...(id !== undefined && !id.startsWith('test-') && !rules.includes(every)
        ? [{ promise: 'each event is for the endpoint that gets all', detail: id }]
        : []),
    ];
  });
};
