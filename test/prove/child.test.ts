import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startChild } from '../../prove/shared/child.ts';
import { birthOf, openProcessList } from '../../prove/shared/process-births.ts';

const MODULE = new URL('./small-child.ts', import.meta.url);

const start = (mode: string) =>
  startChild<{ readonly at: string }, { readonly kind: string }>({ module: MODULE, name: 'The child', args: [mode] });

test('a child says what it started, answers orders with values and errors, and ends in order', async () => {
  const child = await start('serves');
  expect(child.started).toEqual({ at: 'a place' });
  expect(await Promise.all([child.ask({ kind: 'one' }), child.ask({ kind: 'two' })])).toEqual(['one done', 'two done']);
  await expect(child.ask({ kind: 'break' })).rejects.toThrow('broken');
  const asked = expect(child.ask({ kind: 'wait' })).rejects.toThrow('The child has ended');
  await child.stop();
  await asked;
  expect(child.isAlive()).toBe(false);
  await expect(child.ask({ kind: 'one' })).rejects.toThrow();
  await child.stop();
});

test('a child that cannot start is an error with its words', async () => {
  await expect(start('fails')).rejects.toThrow(/^The child has ended: .*nothing to start with/s);
});

test('a child whose parent goes while it starts ends at once', async () => {
  const child = fork(fileURLToPath(MODULE), ['waits'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  try {
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a list of processes leaves out an id that another process has since', () => {
  const births = new Map([
    [1, 'early'],
    [2, 'early'],
    [3, 'early'],
  ]);
  const list = openProcessList((pid) => births.get(pid));
  list.add([1, 2, 3]);
  births.set(2, 'late');
  births.delete(3);
  expect(list.pids()).toEqual([1, 3]);
});

test('a process has one birth, before that of its child, where the machine tells it', async () => {
  const child = await start('serves');
  const [own, later] = [birthOf(process.pid), birthOf(child.pid)];
  await child.stop();
  expect(birthOf(process.pid)).toBe(own);
  expect(Number(own ?? 0)).toBeLessThan(Number(later ?? 1));
  expect(birthOf(2 ** 22 + 1)).toBeUndefined();
});
