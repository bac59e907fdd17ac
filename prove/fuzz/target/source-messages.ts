import type { JWTPayload } from 'jose';

/** An order to the process of the handlers, besides the one to stop. */
export interface SourceOrder {
  readonly kind: 'token';
  readonly claims: JWTPayload;
}

/** The message of that process when it has started. */
export interface SourceStarted {
  readonly url: string;
  readonly tableUrl: string;
  readonly tableName: string;
}
