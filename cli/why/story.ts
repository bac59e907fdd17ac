import type { EventDeliveries, EventLogEntry, EventOutcome } from '../../client/generated/types.ts';

/** An endpoint in the story of a change, with what to do about it. */
export interface Reached extends EventOutcome {
  readonly next?: string;
}

/** The story of one change: what was done, and what became of it at every endpoint. */
export interface Story extends EventLogEntry {
  readonly endpoints: readonly Reached[];
}

/**
 * Joins a change and its deliveries; `connection` is what follows a command to reach the same API.
 */
export const storyOf = (entry: EventLogEntry, { endpoints }: EventDeliveries, connection: string): Story => ({
  ...entry,
  endpoints: endpoints.map((endpoint) => {
    const next = nextOf(endpoint, connection);
    return { ...endpoint, ...(next !== undefined && { next }) };
  }),
});

const nextOf = ({ webhookId, outcome, certainAt, deliveries }: EventOutcome, connection: string): string | undefined => {
  const run = (words: string): string => `npx tenantry ${words}${connection}`;
  const last = deliveries.at(-1);
  switch (outcome) {
    case 'dead-letter':
      return last && `fix the endpoint, then redeliver with: ${run(`deliveries redeliver ${last.id}`)}`;
    case 'unconfirmed':
      return `look again after ${certainAt}, or ask the receiver for this Webhook-Id; the console of npm start shows each attempt`;
    case 'not-sent':
      return `enable it with: ${run(`webhooks update ${webhookId} --enabled true`)}, and replay what it missed: npx tenantry replay --help`;
    case 'unknown':
      return `look for its dead letters with: ${run(`deliveries list --webhook-id ${webhookId}`)}`;
    default:
      return undefined;
  }
};
