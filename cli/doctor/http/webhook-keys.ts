import { counted, type Finding, fail, ok, runbook } from '../finding.ts';
import { type Api, objectIn } from './api.ts';

/** The keys are published that receivers verify webhooks by. */
export const checkWebhookKeys = async (api: Api): Promise<Finding> => {
  const { status, text } = await api.send('GET', '/.well-known/webhook-keys.json');
  const { keys } = objectIn(text);
  if (status === 200 && Array.isArray(keys) && keys.length > 0) return ok(counted(keys.length, 'key'));
  const seen = status === 200 ? 'no key is published' : `GET /.well-known/webhook-keys.json answers ${status}`;
  return fail(seen, 'Look whether the secret of the signing keys is as it was made.', runbook('publisher-stops'));
};
