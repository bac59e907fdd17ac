/**
 * The request of an attempt and its answer; the values that come from a connection are not in it.
 */
export type AttemptExchange = {
  readonly method: string;
  /** Without the query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answer?: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string };
};

/** A report of one attempt; `nextInMs` is real time and present while retrying. */
export type AttemptReport = {
  readonly endpointName: string;
  readonly url: string;
  readonly eventId: string;
  readonly detailType: string;
  /** The name of the rule that the event matched. */
  readonly rule: string;
  readonly attempt: number;
  readonly status?: number;
  readonly error?: string;
  readonly latencyMs: number;
  readonly outcome: 'delivered' | 'retrying' | 'dead-letter' | 'dropped';
  readonly nextInMs?: number;
  /** Absent when nothing was sent over HTTP. */
  readonly exchange?: AttemptExchange;
};
