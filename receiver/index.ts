/**
 * The verifier of webhooks with the data typed by its event. `verify-webhook.ts` alone, without
 * types of events, is one file to copy.
 */

import type { EventName, EventPattern, WebhookOf } from '../events/index.ts';
import {
  type KeySet,
  type KeySource,
  type WebhookBody as RawBody,
  type VerifiedWebhook as UntypedWebhook,
  type VerifyOptions,
  verifyWebhook as verifyUntyped,
} from './verify-webhook.ts';

export {
  canonical,
  fetchKeys,
  type KeySet,
  type KeySource,
  type VerifyOptions,
  type WebhookBody as RawBody,
  type WebhookFault,
  WebhookVerificationError,
} from './verify-webhook.ts';

type Typed<Body> = Body extends unknown ? Omit<UntypedWebhook, keyof Body> & Readonly<Body> : never;

/** A verified webhook, to be narrowed by `event`; `parseWebhook` also checks it. */
export type VerifiedWebhook<Pattern extends EventPattern = EventName> = Typed<WebhookOf<Pattern>>;

/**
 * Verifies a webhook as `verify-webhook.ts` does. The type argument is what the endpoint subscribes
 * to; all events if it is left out. What is signed is not checked again, so leave a way for the
 * events of later releases, such as `default` in a `switch`.
 */
export const verifyWebhook = async <Pattern extends EventPattern = EventName>(
  headers: Parameters<typeof verifyUntyped>[0],
  body: RawBody,
  keys: KeySet | KeySource,
  options: VerifyOptions,
): Promise<VerifiedWebhook<Pattern>> => (await verifyUntyped(headers, body, keys, options)) as unknown as VerifiedWebhook<Pattern>;
