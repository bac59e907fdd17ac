import { startOptions } from '../cli/options-of.ts';

test('other apps run beside in the order in which they are given', () => {
  expect(startOptions([], {}).apps).toEqual([]);
  expect(startOptions(['--app', 'examples/crm', '--app', '../billing'], {}).apps).toEqual(['examples/crm', '../billing']);
});

test('indexes lag only when they are told to', () => {
  expect(startOptions([], {})).not.toHaveProperty('indexLagMs');
  expect(startOptions(['--index-lag', '500'], {}).indexLagMs).toBe(500);
});

test.each([['0'], ['-1'], ['1.5'], ['a while'], ['60001']])('an index lag of %s is refused', (text) => {
  expect(() => startOptions([`--index-lag=${text}`], {})).toThrow('--index-lag must be a whole number of milliseconds from 1 to 60000');
});

test('the indexes of another engine lag as they do', () => {
  const env = { DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000' };
  expect(() => startOptions(['--index-lag', '500'], env)).toThrow('--index-lag and DYNAMODB_ENDPOINT exclude each other.');
});

test('a latency of the bus is a number of milliseconds that a call may take', () => {
  expect(startOptions(['--bus-latency', '30'], {})).toMatchObject({ busLatencyMs: 30 });
  expect(startOptions([], {})).not.toHaveProperty('busLatencyMs');
  for (const text of ['1e3', '-1', '4001', '']) {
    expect(() => startOptions([`--bus-latency=${text}`], {})).toThrow(
      '--bus-latency must be a whole number of milliseconds from 0 to 4000',
    );
  }
});

test('the stack is synthesised whether or not something changed only when it is told to be', () => {
  expect(startOptions([], {}).noCache).toBe(false);
  expect(startOptions(['--no-cache'], {}).noCache).toBe(true);
});

test('the console is beside the API, and there is none when it is told so', () => {
  expect(startOptions([], {}).consolePort).toBe(3001);
  expect(startOptions([], { PORT: '0' }).consolePort).toBe(0);
  expect(startOptions([], { PORT: '65535' }).consolePort).toBe(0);
  expect(startOptions(['--port', '4000'], { PORT: '5000' })).toMatchObject({ port: 4000, consolePort: 4001 });
  expect(startOptions(['--no-console'], {})).not.toHaveProperty('consolePort');
});
