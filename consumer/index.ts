/**
 * For functions that consume events: handles each event once, by the table of a
 * `TenantrySubscription` with `dedup`. It uses the AWS SDK that Lambda's Node.js has. It is
 * described in docs/subscribe.md.
 */

export { EventInProgressError } from './errors.ts';
export { handleOnce, type InvocationContext, oncePerEvent } from './once-per-event.ts';
