import { join } from 'node:path';
import type { FunctionDefinition } from '../src/lambda/definition.ts';
import { FunctionError } from '../src/lambda/function-error.ts';
import { type Functions, type LogLine, startFunctions } from '../src/lambda/functions.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { lambdaDefinition } from './lambda-definition.ts';

const code = `
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  switch (event.do) {
    case 'describe': return { env: process.env, remaining: context.getRemainingTimeInMillis(), ...context };
    case 'count': return calls;
    case 'exit': process.exit(event.status);
    case 'uncaught': setTimeout(() => { throw new Error('later'); }, 1); return new Promise(() => {});
    case 'spin': while (true) ;
    case 'memory': { const kept = []; while (true) kept.push(new Array(10_000).fill(Math.random())); }
    case 'throw': throw new TypeError('no good');
    case 'log': console.log('first\\nsecond'); return;
    case 'rest': await new Promise((done) => setTimeout(done, event.ms)); return event.id;
  }
};
export const broken = 1;
`;

let assembly: Fixture;
let functions: Functions;
const lines: LogLine[] = [];

beforeAll(() => {
  process.env.OF_THE_PARENT = 'secret';
  assembly = writeAssembly({}, { main: code, bad: 'throw new SyntaxError("at load");' });
  const definition = (name: string, over: Partial<FunctionDefinition> = {}) => lambdaDefinition(assembly.directory, name, over);
  functions = startFunctions({
    definitions: [
      definition('main'),
      definition('patient', { timeoutSeconds: 5 }),
      definition('narrow', { timeoutSeconds: 5, concurrency: 2 }),
      definition('unexported', { handler: 'index.broken' }),
      definition('bad', { directory: join(assembly.directory, 'asset.bad') }),
    ],
    environmentOf: ({ name }) => ({ NAME: name }),
    onLog: (line) => lines.push(line),
  });
});

afterAll(async () => {
  await functions.stop();
  assembly.remove();
  delete process.env.OF_THE_PARENT;
});

const failure = async (name: string, event: unknown): Promise<FunctionError> => {
  const error: unknown = await functions.invoke(name, event).catch((thrown: unknown) => thrown);
  if (error instanceof FunctionError) return error;
  throw new Error(`Expected a function error, got ${JSON.stringify(error)}`);
};

describe('a function', () => {
  test('sees its own environment and Lambda’s context, and nothing of its parent', async () => {
    const seen = (await functions.invoke('patient', { do: 'describe' })) as { env: Record<string, string>; remaining: number } & Record<
      string,
      unknown
    >;
    expect(seen.env).toMatchObject({ NAME: 'patient' });
    expect(seen.env).not.toHaveProperty('OF_THE_PARENT');
    expect(seen.env).not.toHaveProperty('PATH');
    expect(seen).toMatchObject({
      functionName: 'patient',
      functionVersion: '$LATEST',
      memoryLimitInMB: '64',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:patient',
    });
    expect(seen.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen.remaining).toBeGreaterThan(4_000);
    expect(seen.remaining).toBeLessThanOrEqual(5_000);
  });

  test('is found by name, ARN and qualified ARN', async () => {
    await functions.invoke('arn:aws:lambda:us-east-1:000000000000:function:patient:live', { do: 'count' });
    await expect(functions.invoke('nowhere', {})).rejects.toThrow('There is no function nowhere');
  });

  test('stays warm between invocations', async () => {
    const first = (await functions.invoke('main', { do: 'count' })) as number;
    expect(await functions.invoke('main', { do: 'count' })).toBe(first + 1);
    expect(functions.workers('main')).toBe(1);
  });

  test('answers null when it returns nothing, and its output arrives line by line', async () => {
    expect(await functions.invoke('patient', { do: 'log' })).toBeNull();
    await functions.invoke('patient', { do: 'count' });
    expect(lines.filter(({ functionName }) => functionName === 'patient').map(({ line }) => line)).toEqual(['first', 'second']);
  });

  test('runs several invocations at once, each in a process of its own', async () => {
    const answers = await Promise.all([1, 2, 3].map((id) => functions.invoke('patient', { do: 'rest', ms: 60, id })));
    expect(answers).toEqual([1, 2, 3]);
    expect(functions.workers('patient')).toBe(3);
  });

  test('queues what exceeds its concurrency', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map((id) => functions.invoke('narrow', { do: 'rest', ms: 5, id })));
    expect(answers).toEqual([1, 2, 3, 4, 5]);
    expect(functions.workers('narrow')).toBe(2);
  });
});

describe('a function that fails', () => {
  test('reports the type and message of what it threw, and stays warm', async () => {
    const error = await failure('main', { do: 'throw' });
    expect([error.errorType, error.message]).toEqual(['TypeError', 'no good']);
    expect(functions.workers('main')).toBe(1);
  });

  test.each([
    ['exits with a status', { do: 'exit', status: 3 }, 'exited with error: exit status 3'],
    ['exits without one', { do: 'exit', status: 0 }, 'exited without providing a reason'],
    ['leaves an exception uncaught', { do: 'uncaught' }, 'exited with error: exit status 129'],
    ['exceeds its memory', { do: 'memory' }, 'exited with error: signal: aborted'],
  ])('and %s ends only its own invocation', async (_, event, words) => {
    const bystander = functions.invoke('patient', { do: 'rest', ms: 20, id: 'unharmed' });
    const error = await failure('patient', event);
    expect(error.errorType).toBe('Runtime.ExitError');
    expect(error.message).toMatch(new RegExp(`^RequestId: [0-9a-f-]{36} Error: Runtime ${words}$`));
    expect(await bystander).toBe('unharmed');
    expect(await functions.invoke('patient', { do: 'rest', ms: 0, id: 'replaced' })).toBe('replaced');
  });

  test('by looping for ever is stopped at its timeout', async () => {
    const error = await failure('main', { do: 'spin' });
    expect(error.errorType).toBe('Sandbox.Timedout');
    expect(error.message).toContain('Task timed out after 0.30 seconds');
    expect(await functions.invoke('main', { do: 'count' })).toBe(1);
  });

  test('by being killed in mid-invocation reports it, and is replaced', async () => {
    await functions.invoke('narrow', { do: 'count' });
    const running = failure('narrow', { do: 'rest', ms: 4_000 });
    await functions.kill('narrow');
    expect((await running).message).toContain('signal: killed');
    expect(await functions.invoke('narrow', { do: 'count' })).toBe(1);
  });

  test('to load says why, each time', async () => {
    expect(await failure('unexported', {})).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
    expect(await failure('bad', {})).toMatchObject({ errorType: 'SyntaxError', message: 'at load' });
    expect(functions.workers('bad')).toBe(0);
  });
});
