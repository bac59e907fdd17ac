import type { Fault } from './find-fault.ts';

/** An event whose name these types do not have, such as one of a later release. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
  /** The name of the event. */
  readonly event: string;

  constructor(event: string) {
    super(`the event ${JSON.stringify(event.slice(0, 100))} is not known`);
    this.event = event;
  }
}

/** A value that is no event, or one of a version that these types do not describe. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  /** The member that is wrong, as a JSON pointer (RFC 6901); empty for the whole value. */
  readonly pointer: string;
  /** The reason, as the end of a sentence that begins with the member. */
  readonly reason: string;

  constructor({ pointer, reason }: Fault) {
    super(`${pointer === '' ? 'the event' : pointer} ${reason}`);
    this.pointer = pointer;
    this.reason = reason;
  }
}
