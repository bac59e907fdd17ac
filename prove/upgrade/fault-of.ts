import { type KeySet, verifyWebhook } from '../../receiver/verify-webhook.ts';
import type { Arrival } from '../faults/receiver.ts';

/** Returns why a webhook does not verify, if it does not. */
export const faultOf = async (
  { headers, body, id }: Pick<Arrival, 'headers' | 'body' | 'id'>,
  keys: KeySet,
  token: string,
): Promise<string | undefined> => {
  try {
    const verified = await verifyWebhook(headers, body, keys, { token });
    return verified.id === id ? undefined : `the signature is of ${verified.id}`;
  } catch (error) {
    return String(error);
  }
};
