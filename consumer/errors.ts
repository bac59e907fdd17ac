/**
 * Another invocation is handling the same event at this moment. Thrown so that whoever delivered
 * this one tries again: the other may fail.
 */
export class EventInProgressError extends Error {
  override readonly name = 'EventInProgressError';
  readonly eventId: string;

  constructor(eventId: string) {
    super(`the event ${eventId} is being handled by another invocation`);
    this.eventId = eventId;
  }
}
