import type { Item } from '../../functions/shared/table/transaction.ts';
import type { KeySet } from '../../receiver/verify-webhook.ts';
import type { Arrival } from '../faults/receiver.ts';
import { openClient } from './client.ts';
import { type Consumer, type Heard, keyOf, kindOf, openConsumer } from './consumer.ts';
import { TOKEN } from './endpoints.ts';
import { faultOf } from './fault-of.ts';
import type { Promises } from './promises.ts';
import type { RestoredScene } from './restored-scene.ts';
import { readVersions } from './versions.ts';
import { readAll } from './work.ts';

/** Names each tenant of the state of a consumer, and of the table, with its version. */
const stateOf = (bodies: Iterable<readonly [string, Item]>): readonly string[] =>
  [...bodies].map(([key, { version }]) => `${key} version ${version}`).toSorted((one, other) => (one < other ? -1 : 1));

/** Replays what happened since, sends the present state, and holds consumers to the page. */
export const checkEvents = async (scene: RestoredScene): Promise<void> => {
  const { restored, receiver, promises } = scene;
  const { client, system, versions } = restored;
  const isCrm = ({ endpoint }: Arrival): boolean => endpoint === '/crm';
  const { earlier, last } = restored.arrived;
  const early = receiver.arrivals.slice(0, earlier).filter(isCrm);
  const since = receiver.arrivals.slice(earlier, last).filter(isCrm);
  const mark = () => receiver.arrivals.length;
  const from = (position: number) => receiver.arrivals.slice(position).filter(isCrm);
  const heard = ({ id, event, body }: Arrival): Heard => ({
    id,
    name: event,
    version: versions.get(id) ?? readVersions(system).get(id) ?? 0,
    data: (JSON.parse(body) as Pick<Heard, 'data'>).data,
  });
  const consumer = openConsumer();
  for (const arrival of [...early, ...since]) consumer.hear(heard(arrival));

  const replayed = await replay(scene, mark, from);
  checkReplay(promises, { early, since, replayed });
  const { body: keys } = await client.send({ path: '/.well-known/webhook-keys.json', as: null });
  for (const arrival of replayed) {
    const fault = await faultOf(arrival, keys as unknown as KeySet, TOKEN);
    promises.check('a replayed webhook verifies', fault === undefined, `${arrival.event} ${arrival.id}: ${fault}`);
    const did = consumer.hear(heard(arrival));
    promises.check(
      'a consumer that detects duplicates passes over a replay',
      did === 'repeated' || did === 'not kept',
      `${arrival.id}: ${did}`,
    );
  }
  await checkChange(scene, consumer, heard, mark, from);
  await checkBackfill(scene, consumer, heard, mark, from);
};

type Mark = () => number;
type From = (position: number) => readonly Arrival[];

/** The archive is in EventBridge: it is replayed by the system that has it. */
const replay = async ({ restored, formerCommand, promises }: RestoredScene, mark: Mark, from: From): Promise<readonly Arrival[]> => {
  const { former, work, moment, end, endpoints } = restored;
  const client = await openClient(former);
  const was = JSON.stringify([...(await readAll(client, work.made))]);
  const position = mark();
  const span = ['--from', moment.toISOString(), '--to', end.toISOString()];
  await formerCommand('replay', '--webhook', endpoints.crm, ...span, '--settle', '0');
  await former.idle();
  const is = JSON.stringify([...(await readAll(client, work.made))]);
  promises.check('a replay changes nothing in the table', was === is, 'entities differ');
  return from(position);
};

interface Webhooks {
  readonly early: readonly Arrival[];
  readonly since: readonly Arrival[];
  readonly replayed: readonly Arrival[];
}

const checkReplay = (promises: Promises, { early, since, replayed }: Webhooks): void => {
  for (const { id, event, body } of since) {
    const again = replayed.filter((one) => one.id === id);
    promises.check(
      'a replay sends each event of since once, as it was',
      again.length === 1 && again[0]?.body === body,
      `${event} ${id}`,
      again,
    );
  }
  const expected = new Set(since.map(({ id }) => id));
  for (const { id, event } of replayed) promises.check('a replay sends nothing else', expected.has(id), `${event} ${id}`);
  for (const { id, event } of early)
    promises.check('events of before do not come again', !replayed.some((one) => one.id === id), `${event} ${id}`);
};

/** A change of an entity that has gone back gives it a version that consumers had before. */
const checkChange = async (
  { restored, promises }: RestoredScene,
  consumer: Consumer,
  heard: (arrival: Arrival) => Heard,
  mark: Mark,
  from: From,
): Promise<void> => {
  const { client, system, earlier, last, work } = restored;
  for (const { path, kind } of work.made) {
    const [before, after] = [earlier.get(path), last.get(path)];
    if (typeof before !== 'object' || typeof after !== 'object' || Number(after.version) < Number(before.version) + 2) continue;
    const position = mark();
    await client.patch(path, kind === 'partner' ? { billingId: 'B-restored' } : { description: 'Restored' });
    await system.idle();
    for (const arrival of from(position)) {
      const did = consumer.hear(heard(arrival));
      promises.check(
        'a change has a version that consumers had, and is passed over',
        did === 'older',
        `${arrival.event} of ${path}: ${did}`,
      );
    }
  }
};

const checkBackfill = async (
  { restored, command, promises }: RestoredScene,
  consumer: Consumer,
  heard: (arrival: Arrival) => Heard,
  mark: Mark,
  from: From,
): Promise<void> => {
  const { system, client, work, endpoints } = restored;
  const position = mark();
  await command('backfill', '--to', endpoints.crm, '--settle', '0');
  await system.idle();
  const snapshots = from(position);
  const entities = [...(await readAll(client, work.made))].flatMap(([path, body]) =>
    typeof body === 'object' ? [[path, body] as const] : [],
  );
  const sent = new Set(snapshots.map(heard).map(({ name, data }) => keyOf(kindOf(name), data)));
  for (const [path, body] of entities) promises.check('a backfill sends each entity', sent.has(keyOf(kindAt(path), body)), path);
  const isOurs = (key: string): boolean => entities.some(([, { id }]) => key.endsWith(` ${id}`));
  const stored = stateOf(entities.map(([path, body]) => [keyOf(kindAt(path), body), body]));

  const had = new Map(consumer.state);
  for (const arrival of snapshots) consumer.hear(heard(arrival));
  for (const [path, body] of entities) {
    const before = had.get(keyOf(kindAt(path), body));
    if (before === undefined || Number(before.version) <= Number(body.version)) continue;
    const isKept = consumer.state.get(keyOf(kindAt(path), body))?.version === before.version;
    promises.check('a backfill alone leaves a consumer with what it had since', isKept, `${path} went back`);
  }
  consumer.forget();
  for (const arrival of snapshots) consumer.hear(heard(arrival));
  const anew = stateOf([...consumer.state].filter(([key]) => isOurs(key)));
  promises.check(
    'a consumer that forgets first has the table after a backfill',
    JSON.stringify(anew) === JSON.stringify(stored),
    'differs',
    {
      anew,
      stored,
    },
  );
};

const kindAt = (path: string): string =>
  kindOf(path.includes('/organizations/') ? 'reseller.organization.x' : path.startsWith('/v1') ? 'partner.x' : 'reseller.x');
