import { setTimeout as delay } from 'node:timers/promises';
import { type WebhookReceiver, webhookReceiver } from '@tenantry/cdk-local/test/webhook-receiver';
import { v7 } from 'uuid';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { type Around, BUS, bridgeOf, depsOf, requests, sweepOn, TOKENS } from './reconciler-scene.ts';

let table: TestTable;
let [from, to]: WebhookReceiver[] = [];
let isOpen = false;

beforeAll(async () => {
  table = await startTable();
  const reply: Parameters<typeof webhookReceiver>[0] = (response) => response.writeHead(isOpen ? 200 : 503).end();
  [from, to] = [await webhookReceiver(reply), await webhookReceiver(reply)];
});
afterAll(() => Promise.all([table.stop(), from?.stop(), to?.stop()]));
beforeEach(() => {
  isOpen = false;
});

/** Which tokens an address was sent. */
const tokensAt = (receiver: WebhookReceiver | undefined): readonly string[] => [
  ...new Set(receiver?.received.map(({ headers }) => String(headers['webhook-token']))),
];

const PROPAGATION_MS = 10;

class Killed extends Error {}

/**
 * Moves an endpoint while webhooks are being retried, with an event after each call of the
 * reconciler, which dies after so many; changes of rules take effect late, and nothing is taken
 * before the end.
 */
const move = async (last: number) => {
  for (const receiver of [from, to]) receiver?.received.splice(0);
  isOpen = false;
  const gaveUp: unknown[] = [];
  const bridge = bridgeOf(0.25, {
    propagationMs: PROPAGATION_MS,
    random: () => 0.05,
    onDelivery: (attempt) => (attempt.outcome === 'dead-letter' ? gaveUp.push(attempt) : undefined),
  });
  const [id, commands, parts] = [v7(), requests(table.table), { table: table.table, bridge }];
  await commands.create(id, { url: `${from?.url}/hook` });
  await reconcile(id, depsOf(parts));

  let events = 0;
  const put = () => {
    events += 1;
    const metadata = { eventId: String(events), tenant: '/partners/1', lineage: ['/partners/1'] };
    const Detail = JSON.stringify({ metadata, payload: { event: 'partner.created' } });
    return bridge.handle('PutEvents', { Entries: [{ EventBusName: BUS, Source: 'tenantry', DetailType: 'partner.created', Detail }] });
  };
  const calls: string[] = [];
  const around: Around = async (name, call) => {
    if (calls.length >= last) throw new Killed();
    calls.push(name);
    const answer = await call();
    await put();
    if (calls.length === last) throw new Killed();
    return answer;
  };
  await delay(PROPAGATION_MS + 1);
  await put();
  await from?.arrival(1);
  await commands.patch(id, { url: `${to?.url}/hook`, token: TOKENS[1] });
  const died = await reconcile(id, depsOf({ ...parts, around })).then(
    () => false,
    (error: unknown) => error instanceof Killed || Promise.reject(error),
  );
  await sweepOn(parts, id);
  await delay(PROPAGATION_MS + 1);
  await put();
  await to?.arrival(1);
  isOpen = true;
  await bridge.idle();
  await bridge.stop();
  const arrived = [from, to].flatMap((receiver) => receiver?.received.map(({ headers }) => String(headers['webhook-id'])) ?? []);
  return { calls, died, gaveUp, from: tokensAt(from), to: tokensAt(to), lost: events - new Set(arrived).size };
};

test('neither address is sent the token of the other, while retries are under way and whichever call the reconciler dies after', async () => {
  for (let [last, died] = [1, true]; died; last += 1) {
    const moved = await move(last);
    expect(moved).toEqual({ ...moved, gaveUp: [], from: [TOKENS[0]], to: [TOKENS[1]], lost: 0 });
    died = moved.died;
  }
}, 60_000);
