import type { JWTPayload } from 'jose';

/** A question to the process of the handlers. */
export type SourceQuestion = { readonly kind: 'token'; readonly claims: JWTPayload } | { readonly kind: 'stop' };

/** A message of it. */
export type SourceAnswer =
  | { readonly kind: 'started'; readonly url: string; readonly tableUrl: string; readonly tableName: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: string; readonly error?: string };
