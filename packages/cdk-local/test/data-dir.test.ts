import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataDir, openDataDir } from '../src/base/data-dir.ts';
import { type Fixture, temporaryDirectory } from './assembly-fixture.ts';

let folder: Fixture;
let data: string;
const open: DataDir[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = temporaryDirectory();
  data = join(folder.directory, 'data');
});

afterEach(async () => {
  for (const one of open.splice(0)) one.stop();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  folder.remove();
});

const take = async (): Promise<DataDir> => {
  const taken = await openDataDir(data);
  open.push(taken);
  return taken;
};

/** A process that tries to take the folder, and what it says. */
const another = async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'data-dir-holder.ts'), data], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, says: line.toString().trim() };
};

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  child.kill(signal);
  await once(child, 'exit');
};

test('a second process is refused the folder, in a sentence that names the first and where it answers', async () => {
  const { child, says } = await another();
  expect(says).toBe('taken');
  await expect(take()).rejects.toThrow(
    `The data directory ${data} is in use by another runtime (process ${child.pid}, at http://127.0.0.1:4321): stop it, or name another folder.`,
  );
});

test('within one process it is refused as well, and whoever has it keeps it', async () => {
  await take();
  await expect(take()).rejects.toThrow(`(process ${process.pid})`);
  expect((await another()).says).toContain(`in use by another runtime (process ${process.pid})`);
});

test.each(['SIGKILL', 'SIGTERM'] as const)('what a process that ended by %s had is free at once', async (signal) => {
  const { child } = await another();
  await ended(child, signal);
  await take();
});

test('what is written of a process that ended does not count, though its id is in use again', async () => {
  const { child } = await another();
  await ended(child, 'SIGKILL');
  writeFileSync(join(data, 'runtime.json'), JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:1' }));
  await take();
});

test('of several that start at one moment one has the folder', async () => {
  const all = await Promise.all([another(), another(), another(), another()]);
  const [taken, ...others] = all.toSorted((one, other) => Number(other.says === 'taken') - Number(one.says === 'taken'));
  expect(taken?.says).toBe('taken');
  for (const { says } of others) expect(says).toContain(`in use by another runtime (process ${taken?.child.pid}`);
});

test('a runtime that stops gives it back', async () => {
  (await take()).stop();
  expect((await another()).says).toBe('taken');
});

test('a journal holds what was put last, in the order in which it came, over a restart; only its owner may read it', async () => {
  const first = await take();
  const kept = first.journal.collection<{ readonly n: number }>('deliveries');
  for (const id of ['a', 'b', 'c']) kept.put(id, { n: 1 });
  kept.put('a', { n: 2 });
  kept.remove('b');
  first.journal.collection('others').put('a', 'another');
  first.stop();

  const { journal } = await take();
  expect(journal.collection('deliveries').entries()).toEqual([
    ['a', { n: 2 }],
    ['c', { n: 1 }],
  ]);
  expect(journal.collection('others').entries()).toEqual([['a', 'another']]);
  expect(['runtime.db', 'runtime.json'].map((name) => statSync(join(data, name)).mode & 0o777)).toEqual([0o600, 0o600]);
});

test('what is over leaves nothing of its text in the file', async () => {
  const { journal, stop } = await take();
  const kept = journal.collection<string>('deliveries');
  for (const size of [10, 1_000, 20_000]) kept.put(`d${size}`, 'a letter from Ada '.repeat(size));
  kept.put('d10', 'another');
  for (const size of [1_000, 20_000]) kept.remove(`d${size}`);
  stop();
  expect(readFileSync(join(data, 'runtime.db'), 'latin1')).not.toContain('letter from Ada');
});

test('a journal that is none is named', async () => {
  (await take()).stop();
  writeFileSync(join(data, 'runtime.db'), 'no database, but long enough to be read as the header of one'.repeat(100));
  await expect(take()).rejects.toThrow(`Cannot read ${join(data, 'runtime.db')}`);
  expect(readFileSync(join(data, 'runtime.db'), 'utf8')).toContain('no database');
});

describe('a folder that others could read', () => {
  const modeOf = (...path: readonly string[]): number => statSync(join(data, ...path)).mode & 0o7777;
  const OURS = ['tables.db', 'tables.db-wal', 'secrets.json', 'eventbridge.json', 'stream-checkpoints.json', 'runtime.json.7.new'];

  test('is closed to them, with every file of ours that it holds; what else lies in it is left alone', async () => {
    mkdirSync(data, { mode: 0o755 });
    for (const name of [...OURS, 'notes.txt']) writeFileSync(join(data, name), '{}', { mode: 0o644 });
    (await take()).stop();
    chmodSync(join(data, 'runtime.db'), 0o666);
    await take();
    expect(modeOf()).toBe(0o700);
    expect([...OURS, 'runtime.db', 'runtime.json'].filter((name) => modeOf(name) !== 0o600)).toEqual([]);
    expect(modeOf('notes.txt')).toBe(0o644);
  });

  test('is refused where all users share it, and stays as it is', async () => {
    mkdirSync(data);
    chmodSync(data, 0o1777);
    await expect(take()).rejects.toThrow(`The data directory ${data} is a folder that all users share: name a folder of your own.`);
    expect(modeOf()).toBe(0o1777);
  });
});
