import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { fetchKeys, verifyWebhook, WebhookVerificationError } from '../../receiver/verify-webhook.ts';

const [, example = ''] = /^```ts\nimport [^\n]*verify-webhook\.ts';\n(.*?)^```/ms.exec(readFileSync('docs/events.md', 'utf8')) ?? [];
const [first] = vectors.verified;
if (!first) throw new Error('there are no vectors');
const headers = { ...first.headers, 'webhook-token': 'a-token-of-sixteen' };
const { event, data } = JSON.parse(first.body) as { readonly event: string; readonly data: object };

type StatusFor = (headers: Readonly<Record<string, string>>, body: string) => Promise<number>;

/** Runs the example of docs/events.md, with a key set that answers so. */
const receiver = (answer: () => Response) => {
  const handle = jest.fn();
  const names = {
    ...{ verifyWebhook, WebhookVerificationError, handle },
    fetchKeys: (url: string) => fetchKeys(url, { fetch: async () => answer() }),
    process: { env: { WEBHOOK_TOKENS: 'the-token-before a-token-of-sixteen' } },
  };
  const statusFor = new Function(...Object.keys(names), `${example}\nreturn statusFor;`)(...Object.values(names)) as StatusFor;
  return { handle, statusFor };
};

test('the example of the page handles a webhook once, and answers 204 to a repeat', async () => {
  const { handle, statusFor } = receiver(() => Response.json(vectors.keys));
  expect([await statusFor(headers, first.body), await statusFor(headers, first.body)]).toEqual([204, 204]);
  expect(handle.mock.calls).toEqual([[event, data]]);
});

test.each<readonly [string, number, Readonly<Record<string, string>>, string, object]>([
  ['another token is retried', 401, { ...headers, 'webhook-token': 'a-token-of-another' }, first.body, vectors.keys],
  ['an unknown key is retried', 401, headers, first.body, { keys: [] }],
  ['no key set is retried', 503, headers, first.body, {}],
  ['another body is a dead letter', 400, headers, first.body.replace('"n":1', '"n":2'), vectors.keys],
  ['another tenant is a dead letter', 400, { ...headers, 'webhook-tenant': '/resellers/another' }, first.body, vectors.keys],
])('the example of the page: %s', async (_, status, given, body, keys) => {
  const { handle, statusFor } = receiver(() => Response.json(keys));
  expect(await statusFor(given, body)).toBe(status);
  expect(handle).not.toHaveBeenCalled();
});
