import { command } from '../../cli/command/declaration.ts';
import { runnable } from '../../cli/command/parser.ts';
import { type Ticks, withoutStatus, withStatus } from '../../cli/shared/status.ts';

/** A screen, and time that passes when it is told to. */
const scene = (isTTY: boolean) => {
  let text = '';
  const running = new Set<() => void>();
  let interval = 1000;
  const ticks: Ticks = {
    every(ms, run) {
      interval = ms;
      running.add(run);
      return () => void running.delete(run);
    },
  };
  return {
    options: { screen: { isTTY, write: (part: string) => (text += part) }, ticks },
    pass: (seconds: number) => {
      for (let ms = 0; ms < seconds * 1000; ms += interval) for (const run of running) run();
    },
    shown: () => text,
    isRunning: () => running.size > 0,
  };
};

test('work of less than two seconds shows nothing, and what it returns is returned', async () => {
  const { options, pass, shown, isRunning } = scene(false);
  expect(await withStatus('Reading', async () => pass(1.5), options)).toBeUndefined();
  expect(await withStatus('Reading', async () => 7, options)).toBe(7);
  expect([shown(), isRunning()]).toEqual(['', false]);
});

test('longer work has a line after two seconds and then every ten, with what it does now', async () => {
  const { options, pass, shown } = scene(false);
  await withStatus(
    'Reading',
    async (say) => {
      pass(3);
      say('Writing');
      pass(20);
    },
    options,
  );
  expect(shown()).toBe('Reading … 2 s\nWriting … 12 s\nWriting … 22 s\n');
});

test('on a terminal one line is drawn over, and removed at the end, also of work that fails', async () => {
  const { options, pass, shown, isRunning } = scene(true);
  const failing = async () => {
    pass(2.5);
    throw new Error('broken');
  };
  await expect(withStatus('Reading', failing, options)).rejects.toThrow('broken');
  expect(shown()).toBe('\r\x1b[KReading … 2 s\r\x1b[KReading … 2 s\r\x1b[K');
  expect(isRunning()).toBe(false);
});

const declaration = { name: 'work', summary: 'works', options: { json: { help: '' }, quiet: { help: '' }, other: { help: '' } } };

test.each([
  ['--json', ''],
  ['--quiet', ''],
  ['--other', 'Reading … 2 s\n'],
])('a command with %s shows "%s", and the next one as ever', async (option, expected) => {
  const { options, pass, shown } = scene(false);
  const work = command(declaration, () => withStatus('Reading', async () => pass(3), options));
  await runnable(work).parseAsync([option], { from: 'user' });
  expect(shown()).toBe(expected);
  await runnable(work).parseAsync([], { from: 'user' });
  expect(shown()).toBe(`${expected}Reading … 2 s\n`);
});

test('after work that shows nothing and fails, the next one shows', async () => {
  const { options, pass, shown } = scene(false);
  await expect(withoutStatus(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await withStatus('Reading', async () => pass(3), options);
  expect(shown()).toBe('Reading … 2 s\n');
});

test('a step of work that is shown shows nothing of its own', async () => {
  const { options, pass, shown } = scene(false);
  await withStatus('Whole', () => withStatus('Step', async () => pass(3), options), options);
  expect(shown()).toBe('Whole … 2 s\n');
});
