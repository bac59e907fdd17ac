/**
 * Types, JSON Schemas and a parser of the events of Tenantry, on the bus and in webhooks, without
 * dependencies: for Node.js from 20, Deno, Bun and browsers. The folder can be copied as it is. It
 * is described in docs/events.md.
 */

export { InvalidEventError, UnknownEventError } from './errors.ts';
export type * from './generated/types.ts';
export { isEvent, isWebhook, matchesName } from './is-event.ts';
export { EVENT_NAMES, parseEvent, parseWebhook } from './parse.ts';
export type { EventDetail, EventName, EventOf, EventPattern, NameOf, TenantryEvent, WebhookBody, WebhookOf } from './types.ts';
