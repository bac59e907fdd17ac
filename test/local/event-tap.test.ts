import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';
import { openEventTap } from '../../local/event-tap.ts';
import { announceRuntime, findRuntime } from '../../local/runtime-address.ts';

const event = (id: string) => ({ id }) as EventEnvelope;
const readerOf = (response: Response) => response.body?.pipeThrough(new TextDecoderStream()).getReader();
const rest = async (response: Response): Promise<string> => response.text();

it('every reader gets the events from when it began, a line each', async () => {
  const tap = openEventTap();
  tap.publish(event('before'));
  const first = tap.respond();
  tap.publish(event('one'));
  const second = tap.respond();
  tap.publish(event('two'));
  tap.stop();
  expect([await rest(first), await rest(second)]).toEqual(['\n{"id":"one"}\n{"id":"two"}\n', '\n{"id":"two"}\n']);
});

it('a reader that leaves is forgotten, and the others go on', async () => {
  const tap = openEventTap();
  const [leaving, staying] = [tap.respond(), tap.respond()];
  await readerOf(leaving)?.cancel();
  tap.publish(event('one'));
  tap.stop();
  expect(await rest(staying)).toBe('\n{"id":"one"}\n');
});

it('a reader that is ten thousand events behind is cut off', async () => {
  const tap = openEventTap();
  const slow = tap.respond();
  for (let count = 0; count < 10_500; count += 1) tap.publish(event('x'));
  const lines = (await rest(slow)).split('\n').length;
  expect(lines).toBeGreaterThan(10_000);
  expect(lines).toBeLessThan(10_010);
});

it('a runtime is found by the address of its API until it ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-address-'));
  const address = {
    ...{ url: 'http://127.0.0.1:3000', awsUrl: 'http://127.0.0.1:4000', dynamodbUrl: 'http://127.0.0.1:5000' },
    ...{ busName: 'tenantry-local', signingSecret: 'arn', outputs: {} },
  };
  const forget = await announceRuntime(address, folder);
  await expect(findRuntime('http://localhost:3000', folder)).resolves.toEqual(address);
  await expect(findRuntime('http://127.0.0.1:3001', folder)).rejects.toThrow('There is no local runtime at http://127.0.0.1:3001');
  await forget();
  await expect(findRuntime('http://127.0.0.1:3000', folder)).rejects.toThrow('start it with npx tenantry start');
  rmSync(folder, { recursive: true });
});
