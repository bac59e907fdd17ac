import { type Functions, type LogLine, startFunctions } from '../src/lambda/functions.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { lambdaDefinition } from './lambda-definition.ts';

const code = `
export const handler = async (event) => {
  switch (event.do) {
    case 'describe': return { env: process.env, cwd: process.cwd(), pid: process.pid, send: typeof process.send, hour: new Date(0).getHours() };
    case 'double': { const map = new Map(); for (let i = 0; ; i += 1) map.set(i, i); }
    case 'signal': process.kill(process.pid, event.signal); return new Promise(() => {});
    case 'abort': process.abort();
    case 'disconnect': process.disconnect(); return new Promise(() => {});
    case 'rest': await new Promise((done) => setTimeout(done, event.ms)); return process.pid;
    case 'echo': return event.text;
    case 'last words': process.stdout.write('half a line'); process.exit(1);
  }
};
`;

const functionEnvironment = { NAME: 'main', TZ: ':UTC' };
let assembly: Fixture;
let functions: Functions;
let heard: PromiseWithResolvers<LogLine>;

beforeAll(() => {
  assembly = writeAssembly({}, { main: code });
  heard = Promise.withResolvers();
  functions = startFunctions({
    definitions: [
      lambdaDefinition(assembly.directory, 'main', { timeoutSeconds: 20 }),
      lambdaDefinition(assembly.directory, 'other', { timeoutSeconds: 20 }),
      lambdaDefinition(assembly.directory, 'homeless', { directory: '/no/such/directory' }),
    ],
    environmentOf: () => functionEnvironment,
    onLog: (line) => line.line === 'half a line' && heard.resolve(line),
  });
});

afterAll(async () => {
  await functions.stop();
  assembly.remove();
});

const failure = (name: string, event: unknown) => functions.invoke(name, event).catch((error: unknown) => error);
const exited = (how: string) => ({
  errorType: 'Runtime.ExitError',
  message: expect.stringMatching(new RegExp(`Error: Runtime exited with error: ${how}$`)),
});

test('a function has the variables it was given and its trace id, runs in its own directory and process, and has no channel to the runtime', async () => {
  const { env, ...rest } = (await functions.invoke('main', { do: 'describe' })) as { env: Record<string, string> };
  // macOS and Windows give every process a few of their own.
  const ofSystem = /^(__CF_USER_TEXT_ENCODING|SYSTEM.*|WINDIR|TEMP|HOME.*|LOGONSERVER|PATH|USER.*)$/;
  const given = process.platform === 'linux' ? env : Object.fromEntries(Object.entries(env).filter(([name]) => !ofSystem.test(name)));
  expect(given).toEqual({ ...functionEnvironment, _X_AMZN_TRACE_ID: expect.any(String) });
  expect(rest).toMatchObject({ cwd: expect.stringMatching(/asset\.main$/), send: 'undefined', hour: 0 });
  expect(rest).not.toMatchObject({ pid: process.pid });
});

test('a Map that outgrows the memory ends the invocation that fills it, and nothing else', async () => {
  const other = await functions.invoke('other', { do: 'rest', ms: 0 });
  const bystander = functions.invoke('other', { do: 'rest', ms: 500 });
  expect(await failure('main', { do: 'double' })).toMatchObject(exited('signal: aborted'));
  expect(await bystander).toBe(other);
  expect(await functions.invoke('other', { do: 'rest', ms: 0 })).toBe(other);
  expect(await functions.invoke('main', { do: 'echo', text: 'back' })).toBe('back');
});

test.each([
  ['kills itself', { do: 'signal', signal: 'SIGKILL' }, 'signal: killed'],
  ['terminates itself', { do: 'signal', signal: 'SIGTERM' }, 'signal: terminated'],
  ['aborts', { do: 'abort' }, 'signal: aborted'],
  ['leaves the runtime', { do: 'disconnect' }, 'exit status 1'],
])('a function that %s is reported in Lambda’s words, and replaced', async (_, event, how) => {
  const bystander = functions.invoke('other', { do: 'rest', ms: 50 });
  expect(await failure('main', event)).toMatchObject(exited(how));
  expect(await bystander).toEqual(expect.any(Number));
  expect(await functions.invoke('main', { do: 'echo', text: 'back' })).toBe('back');
});

test('a function that cannot be started is an error of its invocation', async () => {
  expect(await failure('homeless', {})).toMatchObject(exited('spawn .* ENOENT'));
});

test('what a function wrote before it exited is heard, line end or not', async () => {
  await failure('main', { do: 'last words' });
  expect(await heard.promise).toEqual({ functionName: 'main', line: 'half a line' });
});

test('invocations at once run in processes of their own', async () => {
  const pids = await Promise.all([1, 2, 3, 4].map(() => functions.invoke('main', { do: 'rest', ms: 100 })));
  expect(new Set(pids).size).toBe(4);
});

test('an event and an answer may be as large as Lambda lets them be', async () => {
  const text = 'ü'.repeat(3_000_000);
  expect(await functions.invoke('main', { do: 'echo', text })).toBe(text);
});

test('stopping ends busy processes at once and refuses what comes later', async () => {
  const running = failure('other', { do: 'rest', ms: 15_000 });
  await functions.invoke('main', { do: 'echo', text: 'warm' });
  await functions.stop();
  expect(await running).toMatchObject(exited('signal: killed'));
  expect([functions.workers('main'), functions.workers('other')]).toEqual([0, 0]);
  await expect(functions.invoke('main', {})).rejects.toThrow('have been stopped');
});
