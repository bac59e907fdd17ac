import type { EventPattern, NameOf, TenantryEvent } from './types.ts';

/** Returns whether the name of an event matches one of the patterns. */
export const matchesName = <const Pattern extends EventPattern>(name: string, ...patterns: readonly Pattern[]): name is NameOf<Pattern> =>
  patterns.some((pattern) => (pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));

/** Returns whether an event from the bus matches one of the patterns, and narrows its type. */
export const isEvent = <const Pattern extends EventPattern>(
  event: TenantryEvent,
  ...patterns: readonly Pattern[]
): event is Extract<TenantryEvent, { 'detail-type': NameOf<Pattern> }> => matchesName(event['detail-type'], ...patterns);

/** Returns whether the body of a webhook matches one of the patterns, and narrows its type. */
export const isWebhook = <Body extends { readonly event: string }, const Pattern extends EventPattern>(
  body: Body,
  ...patterns: readonly Pattern[]
): body is Extract<Body, { readonly event: NameOf<Pattern> }> => matchesName(body.event, ...patterns);
