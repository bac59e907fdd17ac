import { type Finding, fail, ok, pluralize, runbook } from '../finding.ts';
import { type Api, parseObject } from './api.ts';

/** Checks that the keys are published that receivers verify webhooks with. */
export const checkWebhookKeys = async (api: Api): Promise<Finding> => {
  const { status, text } = await api.send('GET', '/.well-known/webhook-keys.json');
  const { keys } = parseObject(text);
  if (status === 200 && Array.isArray(keys) && keys.length > 0) return ok(pluralize(keys.length, 'key'));
  const seen = status === 200 ? 'no key is published' : `GET /.well-known/webhook-keys.json answers ${status}`;
  return fail(seen, 'Look whether the secret of the signing keys is as it was made.', runbook('publisher-stops'));
};
