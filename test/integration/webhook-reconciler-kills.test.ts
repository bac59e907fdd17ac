import { isDeepStrictEqual } from 'node:util';
import type { EventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import { v7 } from 'uuid';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import {
  type Around,
  bridgeOf,
  dangling,
  depsOf,
  inEventBridge,
  inTable,
  pairsInEventBridge,
  requests,
  sweepOn,
  TOKENS,
} from './reconciler-scene.ts';

type Request = (commands: ReturnType<typeof requests>, id: string) => Promise<void>;

const create: Request = (commands, id) => commands.create(id);
const disable: Request = (commands, id) => commands.patch(id, { enabled: false });
const move: Request = (commands, id) => commands.patch(id, { token: TOKENS[1], url: 'https://crm.example.org/' });
const moveOn: Request = (commands, id) => commands.patch(id, { token: TOKENS[0], url: 'https://crm.example.net/' });
const moveBack: Request = (commands, id) => commands.patch(id, { token: TOKENS[0], url: 'https://crm.example.com/hook' });
const remove: Request = (commands, id) => commands.remove(id);

interface Scenario {
  /** What was there before, each followed to its end. */
  readonly before: readonly Request[];
  /** The changes whose reconciler is killed. */
  readonly changes: readonly Request[];
  readonly end: string;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  create: { before: [], changes: [create], end: 'healthy, token 1, ENABLED to https://crm.example.com/hook' },
  'create, disabled': {
    before: [],
    changes: [(commands, id) => commands.create(id, { enabled: false })],
    end: 'disabled, token 1, DISABLED to https://crm.example.com/hook',
  },
  'change of the url': {
    before: [create],
    changes: [(commands, id) => commands.patch(id, { url: 'https://crm.example.com/other' })],
    end: 'healthy, token 1, ENABLED to https://crm.example.com/other',
  },
  'change of the events': {
    before: [create],
    changes: [(commands, id) => commands.patch(id, { events: ['reseller.*'] })],
    end: 'healthy, token 1, ENABLED to https://crm.example.com/hook',
  },
  'change of the token': {
    before: [create],
    changes: [(commands, id) => commands.patch(id, { token: TOKENS[1] })],
    end: 'healthy, token 2, ENABLED to https://crm.example.com/hook',
  },
  'change of all at once': {
    before: [create],
    changes: [(commands, id) => commands.patch(id, { token: TOKENS[1], url: 'https://crm.example.org/', events: ['reseller.*'] })],
    end: 'healthy, token 2, ENABLED to https://crm.example.org/',
  },
  move: { before: [create], changes: [move], end: 'healthy, token 2, ENABLED to https://crm.example.org/' },
  'move while it is set up': { before: [], changes: [create, move], end: 'healthy, token 2, ENABLED to https://crm.example.org/' },
  'second move': { before: [create, move], changes: [moveOn], end: 'healthy, token 3, ENABLED to https://crm.example.net/' },
  'third move, back': {
    before: [create, move, moveOn],
    changes: [moveBack],
    end: 'healthy, token 4, ENABLED to https://crm.example.com/hook',
  },
  'move while disabled': { before: [create, disable], changes: [move], end: 'disabled, token 2, DISABLED to https://crm.example.org/' },
  'delete after moves': { before: [create, move, moveOn], changes: [remove], end: 'nothing' },
  'move, then delete': { before: [create], changes: [move, remove], end: 'nothing' },
  disable: { before: [create], changes: [disable], end: 'disabled, token 1, DISABLED to https://crm.example.com/hook' },
  enable: {
    before: [create, disable],
    changes: [(commands, id) => commands.patch(id, { enabled: true })],
    end: 'healthy, token 1, ENABLED to https://crm.example.com/hook',
  },
  delete: { before: [create], changes: [remove], end: 'nothing' },
  'delete while disabled': { before: [create, disable], changes: [remove], end: 'nothing' },
  'create, then delete': { before: [], changes: [create, remove], end: 'nothing' },
};

class Killed extends Error {}

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/**
 * Dies when call number `last` has been carried out, whose answer it never sees; before and after
 * each call EventBridge must be sound.
 */
const dyingAfter = (last: number, bridge: EventBridge) => {
  const calls: string[] = [];
  const around: Around = async (name, call) => {
    if (calls.length >= last) throw new Killed();
    calls.push(name);
    const answer = await call();
    expect(dangling(bridge)).toEqual([]);
    if (calls.length === last) throw new Killed();
    return answer;
  };
  return { around, calls };
};

/**
 * Plays a scenario with a reconciler that dies after so many calls, and with sweeps thereafter: how
 * it ended, and what the first run had done.
 */
const play = async ({ before, changes }: Scenario, last: number) => {
  const [id, bridge] = [v7(), bridgeOf()];
  const parts = { table: table.table, bridge };
  const commands = requests(table.table);
  const { endpoints } = await inTable(table.table, id);
  for (const request of before) {
    await request(commands, id);
    await reconcile(id, depsOf(parts));
  }
  for (const request of changes) await request(commands, id);

  const { around, calls } = dyingAfter(last, bridge);
  const died = await reconcile(id, depsOf({ ...parts, around })).then(
    () => false,
    (error: unknown) => error instanceof Killed || Promise.reject(error),
  );
  await sweepOn({ ...parts, around: dyingAfter(Number.POSITIVE_INFINITY, bridge).around }, id);
  const [stored, there] = [await inTable(table.table, id), inEventBridge(bridge, id)];
  // Until the pairs of before have been removed.
  await sweepOn({ ...parts, around: dyingAfter(Number.POSITIVE_INFINITY, bridge).around }, id, 60);
  const isIdle = (await table.table.get({ pk: 'WEBHOOKS-PENDING', sk: id })) === undefined;
  const left = { isIdle, pairs: pairsInEventBridge(bridge, id).length };
  await bridge.stop();
  return { stored: { ...stored, endpoints: stored.endpoints - endpoints }, bridge: there, left, died, calls };
};

type Played = Awaited<ReturnType<typeof play>>;

const NOTHING = {
  stored: { webhook: undefined, token: undefined, place: false, pending: false, endpoints: 0 },
  bridge: { connection: undefined, destination: undefined, rule: undefined, targets: [] },
  left: { isIdle: true, pairs: 0 },
};

/** The end of a play in words; anything unsound is told as it is. */
const endOf = ({ stored, bridge, left }: Played): string => {
  if (isDeepStrictEqual({ stored, bridge, left }, NOTHING)) return 'nothing';
  const { connection, destination, rule, targets } = bridge;
  const sound = connection?.state === 'AUTHORIZED' && destination?.signsIn && targets.length === 1 && targets[0]?.leads;
  const isTidy = left.isIdle && left.pairs === 1;
  if (!sound || !isTidy || stored.pending || stored.endpoints !== 1 || connection.token !== `token ${stored.token}`)
    return JSON.stringify({ stored, bridge, left });
  return `${stored.webhook?.status}, ${connection.token}, ${rule?.state} to ${destination.url}`;
};

test.each(Object.entries(SCENARIOS))(
  'a reconciler that is killed between any two calls of "%s" leaves what the next one brings to the same end',
  async (_, scenario) => {
    let last = 1;
    for (let died = true; died; last += 1) {
      const played = await play(scenario, last);
      expect({ after: played.calls, end: endOf(played) }).toEqual({ after: played.calls, end: scenario.end });
      died = played.died;
    }
    // The last play was not killed at all.
    expect(last).toBeGreaterThan(8);
  },
  60_000,
);
