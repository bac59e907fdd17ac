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

/** A selection of dead letters; times are RFC 3339 UTC with milliseconds. */
export interface DeadLetterFilter {
  readonly webhook?: string;
  readonly event?: string;
  readonly error?: string;
  readonly from?: string;
  readonly to?: string;
}
