import { fetchKeys, type RawBody, verifyWebhook, WebhookVerificationError } from '../index.ts';
import { handle } from './handle.ts';
import { once } from './once.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
};

// Such as https://api.example.com/.well-known/webhook-keys.json, and the token of the endpoint, or
// two with a space between them while it is replaced.
const keys = fetchKeys(setting('WEBHOOK_KEYS_URL'));
const token = setting('WEBHOOK_TOKENS').split(' ');

/** Receives a webhook by its headers and its body as it arrived; returns the status to answer. */
export const receive = async (headers: Parameters<typeof verifyWebhook>[0], body: RawBody): Promise<number> => {
  try {
    const webhook = await verifyWebhook(headers, body, keys, { token });
    if (!webhook.test) await once(webhook.id, () => handle(webhook));
    return 204;
  } catch (error) {
    // Something else failed, such as the request for the keys: let EventBridge retry.
    if (!(error instanceof WebhookVerificationError)) return 503;
    // 401 is retried for a day, until the new key or token is known. 400 is a dead letter at once.
    return error.code === 'unknown-key' || error.code === 'bad-token' ? 401 : 400;
  }
};
