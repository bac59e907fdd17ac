import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Receiver } from '../faults/receiver.ts';
import { random } from '../shared/random.ts';
import { openSystem, type System } from '../system/system.ts';
import { type Client, openClient } from './client.ts';
import { newEndpoint, untilHealthy } from './endpoints.ts';
import { readVersions } from './versions.ts';
import { openWork, readAll, type Work } from './work.ts';

/** The table's file, and how far its stream was read. */
const OF_TABLE = /^(?:tables\.db|stream-checkpoints\.json)/;

interface Options {
  readonly folder: string;
  readonly assembly: string;
  readonly seed: number;
  readonly steps: number;
  readonly receiver: Receiver;
}

/** The work before the moment and after it, and the system whose table is back at the moment. */
export interface Restored {
  readonly system: System;
  /** The system of before, idle: its EventBridge has the archive. */
  readonly former: System;
  readonly client: Client;
  readonly work: Work;
  readonly moment: Date;
  readonly end: Date;
  /** Every entity as it was at the moment, and as it was last. */
  readonly earlier: Awaited<ReturnType<typeof readAll>>;
  readonly last: Awaited<ReturnType<typeof readAll>>;
  /** Endpoints: made before, made after the moment, and deleted after it. */
  readonly endpoints: { readonly crm: string; readonly late: string; readonly gone: string };
  /** Users: made after the moment, and deleted after it. */
  readonly users: { readonly late: string; readonly gone: string };
  /** Keyed requests of before the moment and of after it. */
  readonly keyed: { readonly before: Keyed; readonly after: Keyed };
  /** The number of webhooks that had come at the moment, and before the restore. */
  readonly arrived: { readonly earlier: number; readonly last: number };
  /** The version of each event of before the restore, by its id. */
  readonly versions: ReadonlyMap<string, number>;
}

/** A keyed request and the id of what it made. */
export interface Keyed {
  readonly path: string;
  readonly body: object;
  readonly key: string;
  readonly id: string;
}

/**
 * Works at random, keeps the table of a moment, works on, and starts a system in which all is as it
 * was last except the table.
 */
export const restoreTable = async ({ folder, assembly, seed, steps, receiver }: Options): Promise<Restored> => {
  const options = { assembly, seed, timeScale: 0.01 };
  const system = await openSystem({ ...options, folder: join(folder, 'work') });
  try {
    return await workAndRestore({ folder, seed, steps, receiver }, system, options);
  } catch (error) {
    await system.stop();
    throw error;
  }
};

type Settings = Omit<Parameters<typeof openSystem>[0], 'folder'>;

const workAndRestore = async (
  { folder, seed, steps, receiver }: Omit<Options, 'assembly'>,
  former: System,
  settings: Settings,
): Promise<Restored> => {
  const client = await openClient(former);
  const work = openWork(random(seed).fork('restore'));
  await work.begin(client);
  const [crm, gone] = [await newEndpoint(client, receiver.url, 'crm'), await newEndpoint(client, receiver.url, 'gone')];
  await untilHealthy(client, crm, gone);
  const partner = work.made.find(({ kind }) => kind === 'partner')?.path ?? '';
  const goneUser = await newUser(client, partner);
  const before = await newKeyed(client, work, 'before');
  const spared = await work.spare(client);
  await work.go(client, steps);
  await former.idle();
  const arrivedEarlier = receiver.arrivals.length;
  const earlier = await readAll(client, work.made);
  await former.stop();
  const moment = new Date();
  cpSync(join(folder, 'work', 'data'), join(folder, 'then'), { recursive: true });

  await former.startAgain();
  await work.begin(client);
  const late = await newEndpoint(client, receiver.url, 'late');
  await untilHealthy(client, late);
  await client.remove(`/v3/webhooks/${gone}`);
  await client.remove(`${partner}/credentials/${goneUser.id}`);
  const lateUser = await newUser(client, partner);
  const after = await newKeyed(client, work, 'after');
  await work.changeSpared(client, spared);
  await work.go(client, steps);
  await former.idle();
  const last = await readAll(client, work.made);
  const arrivedLast = receiver.arrivals.length;

  const system = await startRestored({ ...settings, folder: join(folder, 'restored') }, join(folder, 'work'), join(folder, 'then'));
  return {
    ...{ system, former, work, moment, earlier, last, client: await openClient(system), end: new Date() },
    endpoints: { crm, late, gone },
    users: { late: lateUser.as, gone: goneUser.as },
    keyed: { before, after },
    versions: readVersions(former),
    arrived: { earlier: arrivedEarlier, last: arrivedLast },
  };
};

/** Starts a system on all that another left, but with the table of another moment. */
const startRestored = async (options: Parameters<typeof openSystem>[0], from: string, then: string): Promise<System> => {
  const data = join(options.folder, 'data');
  cpSync(join(from, 'data'), data, { recursive: true });
  cpSync(join(from, 'state'), join(options.folder, 'state'), { recursive: true });
  for (const file of readdirSync(data)) if (OF_TABLE.test(file)) rmSync(join(data, file));
  for (const file of readdirSync(then)) if (OF_TABLE.test(file)) cpSync(join(then, file), join(data, file));
  return openSystem(options);
};

const newUser = async (client: Client, partner: string) => {
  const made = await client.post(`${partner}/credentials`, { userRole: 'Partner Supervisor' });
  const password = String(made.secret ?? made.password);
  return { id: String(made.id), as: `Basic ${Buffer.from(`${made.userName}:${password}`).toString('base64')}` };
};

const newKeyed = async (client: Client, work: Work, key: string): Promise<Keyed> => {
  const reseller = work.made.find(({ kind }) => kind === 'reseller')?.path ?? '';
  const [path, body] = [`${reseller}/organizations`, { name: `Keyed ${key}`, email: 'it@example.com', allowedUsers: 1 }];
  const { id } = await client.post(path, body, { 'idempotency-key': key });
  return { path, body, key, id: String(id) };
};
