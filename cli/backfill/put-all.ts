import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { PutEvents } from '../../functions/events/directed.ts';

const RETRYABLE = new Set([undefined, 'InternalFailure', 'InternalException', 'ThrottlingException']);
const MAX_ATTEMPTS = 8;

/**
 * Puts entries on the bus, and again those that it did not accept.
 * @throws {Error} when the bus refuses one for good, or did not accept all in eight attempts
 */
export const putAll = async (
  entries: readonly PutEventsRequestEntry[],
  putEvents: PutEvents,
  pause: (attempt: number) => Promise<void>,
): Promise<void> => {
  let waiting = entries;
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    const results = await putEvents(waiting);
    // An entry without a result was not accepted either.
    const isAccepted = (at: number): boolean => results[at]?.EventId !== undefined && results[at].ErrorCode === undefined;
    const refusal = results.find(({ ErrorCode }) => !RETRYABLE.has(ErrorCode));
    if (refusal) throw new Error(`The bus refused an event: ${refusal.ErrorCode} ${refusal.ErrorMessage ?? ''}`.trim());
    waiting = waiting.filter((_, at) => !isAccepted(at));
    if (waiting.length > 0 && attempt === MAX_ATTEMPTS)
      throw new Error(`The bus did not accept ${waiting.length} events in ${attempt} attempts.`);
    if (waiting.length > 0) await pause(attempt);
  }
};
