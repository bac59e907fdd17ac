import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import vectors from '../../docs/webhook-vectors.json' with { type: 'json' };
import { organizationEvents } from '../../functions/organizations/events.ts';
import { sign, signingKey } from '../../functions/signatures/signing.ts';

const TOKEN = 'a-token-of-sixteen';
const NAME = 'reseller.organization.created';
const { sample } = organizationEvents[NAME];
const tenant = '/resellers/019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55';

interface Delivery {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A webhook as EventBridge delivers it: the JSON is written anew, after it was signed. */
const deliver = (name: string, id: string = randomUUID()): Delivery => {
  const payload = { event: NAME, data: { ...sample, id, name }, triggeredAt: '2026-11-22T14:15:22.000Z' };
  const headers = {
    ...{ 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Amazon/EventBridge/ApiDestinations' },
    ...{ 'webhook-id': id, 'webhook-event': NAME, 'webhook-tenant': tenant, 'webhook-token': TOKEN },
    'webhook-signature': sign(payload, { eventId: id, tenant }, [signingKey(vectors.seeds.current)]),
  };
  return { id, headers, body: JSON.stringify(Object.fromEntries(Object.entries(payload).toReversed()), null, 1) };
};

const servers: Server[] = [];

const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  process.env.WEBHOOK_KEYS_URL = await listen((_, response) => response.end(JSON.stringify(vectors.keys)));
  process.env.WEBHOOK_TOKENS = `the-token-before ${TOKEN}`;
});

afterAll(async () => {
  delete process.env.WEBHOOK_KEYS_URL;
  delete process.env.WEBHOOK_TOKENS;
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Sends a delivery to the example; returns the status of the answer. */
type Send = (delivery: Delivery) => Promise<number>;

const send =
  (url: string): Send =>
  async (delivery) =>
    (await fetch(url, { method: 'POST', ...delivery })).status;

const requestOf = (delivery: Delivery) => new Request('http://receiver.example/webhooks', { method: 'POST', ...delivery });

const urlEvent = ({ headers, body }: Delivery, isBase64Encoded: boolean) =>
  ({ version: '2.0', headers, body: isBase64Encoded ? Buffer.from(body).toString('base64') : body, isBase64Encoded }) as unknown;

const invoke = (isBase64Encoded: boolean) => async (): Promise<Send> => {
  const { handler } = await import('../../receiver/examples/lambda-url.ts');
  return async (delivery) => {
    const answer = await handler(urlEvent(delivery, isBase64Encoded) as LambdaFunctionURLEvent);
    return (answer as { readonly statusCode: number }).statusCode;
  };
};

const EXAMPLES: readonly (readonly [name: string, open: () => Promise<Send>])[] = [
  [
    'express',
    async () => {
      const { app } = await import('../../receiver/examples/express.ts');
      return send(`${await listen(app)}/webhooks`);
    },
  ],
  [
    'fastify',
    async () => {
      const { app } = await import('../../receiver/examples/fastify.ts');
      await app.ready();
      return send(`${await listen((request, response) => app.routing(request, response))}/webhooks`);
    },
  ],
  [
    'hono',
    async () => {
      const { app } = await import('../../receiver/examples/hono.ts');
      return async (delivery) => (await app.fetch(requestOf(delivery))).status;
    },
  ],
  ['lambda-url, text', invoke(false)],
  ['lambda-url, base64', invoke(true)],
  [
    'nextjs-route',
    async () => {
      const { POST } = await import('../../receiver/examples/nextjs-route.ts');
      return async (delivery) => (await POST(requestOf(delivery))).status;
    },
  ],
];

describe.each(EXAMPLES)('the example %s', (_, open) => {
  const kept = async () => (await import('../../receiver/examples/handle.ts')).organizations;
  let arrives: Send;

  beforeAll(async () => {
    arrives = await open();
  });

  test('handles a delivery, with the data of its event, whatever letters it has', async () => {
    const delivery = deliver('Zażółć 🏢 "GmbH"');
    expect(await arrives(delivery)).toBe(204);
    expect((await kept()).get(delivery.id)).toBe('Zażółć 🏢 "GmbH"');
  });

  test('handles an id once, and again after it failed', async () => {
    const organizations = await kept();
    const delivery = deliver('Contoso');
    const set = organizations.set.bind(organizations);
    const calls: string[] = [];
    organizations.set = (key, name) => {
      calls.push(name);
      if (calls.length === 1) throw new Error('the database is away');
      return set(key, name);
    };
    try {
      expect(await arrives(delivery)).toBe(503);
      expect([await arrives(delivery), await arrives(delivery)]).toEqual([204, 204]);
      expect(await Promise.all([arrives(deliver('Contoso', delivery.id)), arrives(deliver('Contoso', delivery.id))])).toEqual([204, 204]);
    } finally {
      organizations.set = set;
    }
    expect(calls).toEqual(['Contoso', 'Contoso']);
  });

  test.each<readonly [string, number, (delivery: Delivery) => Delivery]>([
    ['a changed body', 400, ({ body, ...rest }) => ({ ...rest, body: body.replace('Contoso', 'Fabrikam') })],
    ['another tenant', 400, ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, 'webhook-tenant': '/resellers/other' } })],
    ['a duplicate member', 400, ({ body, ...rest }) => ({ ...rest, body: body.replace('{', `{ "event": "${NAME}",`) })],
    ['no signature', 400, ({ headers: { 'webhook-signature': _, ...headers }, ...rest }) => ({ ...rest, headers })],
    ['no body', 400, (delivery) => ({ ...delivery, body: '' })],
    ['another token', 401, ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, 'webhook-token': 'another' } })],
  ])('answers %s with %d, and handles nothing', async (__, status, change) => {
    const delivery = deliver('Contoso');
    expect(await arrives(change(delivery))).toBe(status);
    expect((await kept()).has(delivery.id)).toBe(false);
  });
});

test.each(['express', 'fastify', 'hono', 'nextjs-route'])('the example %s does not read more than a webhook can have', async (name) => {
  const [, open] = EXAMPLES.find(([other]) => other === name) ?? [];
  const arrives = await open?.();
  expect(await arrives?.({ ...deliver('Contoso'), body: ' '.repeat(1_048_577) })).toBe(413);
});

test.each(['hono', 'nextjs-route'])('the example %s stops reading a body whose length nobody states', async (name) => {
  const { app } = await import('../../receiver/examples/hono.ts');
  const { POST } = await import('../../receiver/examples/nextjs-route.ts');
  let reads = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      reads += 1;
      controller.enqueue(new Uint8Array(65_536));
      // Without a limit, the test would fill the memory.
      if (reads === 100) controller.close();
    },
  });
  const { headers } = deliver('Contoso');
  const request = new Request('http://receiver.example/webhooks', { method: 'POST', headers, body: endless, duplex: 'half' });
  expect((await (name === 'hono' ? app.fetch(request) : POST(request))).status).toBe(413);
  expect(reads).toBeLessThan(20);
});

test('every example is here', async () => {
  const { readdir } = await import('node:fs/promises');
  const files = (await readdir('receiver/examples')).filter((file) => !/^(?:handle|once|receive)\.ts$/.test(file));
  const tested = new Set(EXAMPLES.map(([name]) => `${name.replace(/,.*/, '')}.ts`));
  expect(new Set(files)).toEqual(tested);
});
