/** A dead letter that can be sent again. */
export interface FoundDeadLetter {
  readonly endpoint: string;
  readonly event: string;
  readonly errorCode: string;
  /**
   * Sends it and records that it was sent, in this order.
   * @throws {Refusal} when its endpoint takes nothing now
   */
  send(): Promise<void>;
}

/** A source of dead letters; closing it gives back what was only looked at. */
export interface DeadLetterSource {
  find(): Promise<readonly FoundDeadLetter[]>;
  close(): Promise<void>;
}

/** The parts of a dead letter that a selection looks at. */
interface Selectable extends Pick<FoundDeadLetter, 'endpoint' | 'event' | 'errorCode'> {
  readonly at: string;
}

/** A selection of dead letters; times are RFC 3339 UTC with milliseconds. */
export interface DeadLetterFilter {
  readonly webhook?: string;
  readonly event?: string;
  readonly error?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Returns whether a dead letter is selected. */
export const isSelected = (letter: Selectable, { webhook, event, error, from, to }: DeadLetterFilter): boolean =>
  (webhook === undefined || letter.endpoint === webhook) &&
  (event === undefined || letter.event === event) &&
  (error === undefined || letter.errorCode === error) &&
  (from === undefined || letter.at >= from) &&
  (to === undefined || letter.at < to);
