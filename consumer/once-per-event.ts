import type { TenantryEvent } from '../events/types.ts';
import { openClaims } from './claims.ts';
import { EventInProgressError } from './errors.ts';

/** The part of Lambda's context that tells how long the invocation may take. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

type Handler<Event, Context, Result> = (event: Event, context: Context) => Result | Promise<Result>;

/**
 * Wraps the handler of a function so that it handles each event once, by `detail.metadata.eventId`:
 * a duplicate of an event that was handled returns `undefined`.
 * @example
 * export const handler = oncePerEvent(async (event: EventOf<'reseller.organization.created'>) => {
 *   await crm.addCustomer(event.detail.payload.data);
 * });
 */
export const oncePerEvent =
  <Event extends TenantryEvent, Context extends InvocationContext, Result>(handler: Handler<Event, Context, Result>) =>
  (event: Event, context: Context): Promise<Result | undefined> =>
    handleOnce(event, context, () => handler(event, context));

/**
 * Does the work for an event once. An event is claimed before the work, and marked as handled after
 * it: work that throws or is cut off is done again when the event comes again.
 * @throws {EventInProgressError} while another invocation has the claim
 */
export const handleOnce = async <Result>(
  event: TenantryEvent,
  context: InvocationContext,
  work: () => Result | Promise<Result>,
): Promise<Result | undefined> => {
  const { eventId } = event.detail.metadata;
  const claims = openClaims();
  // The claim of an invocation that was cut off ends with the time that it had.
  const claim = await claims.take(eventId, context.getRemainingTimeInMillis());
  if (claim === 'handled') return undefined;
  if (claim === 'taken') throw new EventInProgressError(eventId);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    // The error of the work is what the operator has to see.
    await claims.release(eventId, claim).catch(() => undefined);
    throw error;
  }
  await claims.complete(eventId);
  return result;
};
