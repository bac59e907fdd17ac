import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { type KeySet, type VerifyOptions, verifyWebhook, type WebhookBody } from '../../receiver/verify-webhook.ts';

export const keys: KeySet = vectors.keys;

const [first] = vectors.verified;
if (!first) throw new Error('there are no vectors');

/** The first webhook of the vectors. */
export const { headers, body } = first;

/** Verifies a webhook with the keys of the vectors, and without a token unless one is given. */
export const verify = (of: Parameters<typeof verifyWebhook>[0], options: Partial<VerifyOptions> = {}, payload: WebhookBody = body) =>
  verifyWebhook(of, payload, keys, { token: null, ...options });
