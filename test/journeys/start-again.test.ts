import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { isAlive } from '../../testing/processes.ts';
import { withRuntime } from '../support/journey.ts';
import { type JourneyReceiver, journeyReceiver } from '../support/journey-receiver.ts';
import { type Command, command } from '../support/journey-start.ts';
import { until } from '../support/journey-until.ts';

withRuntime('a machine to start on', () => {
  const commands: Command[] = [];
  let folder: string;
  let receiver: JourneyReceiver;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantry-start-'));
    receiver = await journeyReceiver(() => 200);
  });
  afterAll(async () => {
    for (const started of commands) await started.stop();
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (...args: readonly string[]): Command => {
    const started = command(process.execPath, ['cli/tenantry.ts', 'start', '--data-dir', join(folder, 'data'), ...args], { PORT: '0' });
    commands.push(started);
    return started;
  };

  const tokenFor = async (permissions: string): Promise<string> => {
    const printed = command(process.execPath, ['cli/tenantry.ts', 'token', '--permissions', permissions]);
    commands.push(printed);
    await printed.ended();
    return printed.output().trim();
  };

  test('npm start with --data-dir keeps others off its folder, outlives the death of its table server, loses nothing, and says when there were too many', async () => {
    const system = start('--webhook', `${receiver.url}/hook`);
    const banner = stripVTControlCharacters(await system.printed(/openapi\.json/));
    const url = /ready at (http:\S+)/.exec(banner)?.[1] ?? '';
    const pid = /process (\d+), at (\S+)\)/;

    const second = start();
    expect(await second.ended()).toBe(1);
    const [, first, at] = pid.exec(second.output()) ?? [];
    expect([at, second.output()]).toEqual([url, expect.stringContaining('is in use by another runtime')]);
    expect(process.kill(Number(first), 0)).toBe(true);

    const token = await tokenFor('reseller:write,reseller:read');
    const create = async (name: string) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': name.replaceAll(' ', '-'),
      };
      const body = JSON.stringify({ name, email: 'ops@example.com', allowedUsers: -1, allowedOrganizations: 1 });
      const response = await fetch(`${url}/v3/resellers`, { method: 'POST', headers, body });
      return { status: response.status, body: (await response.json()) as { readonly id?: string; readonly code?: string } };
    };
    const killTableServer = async () => {
      const [server] = await system.descendants('dynoxide');
      if (server !== undefined && isAlive(server)) process.kill(server, 'SIGKILL');
    };

    const made = new Set<string>();
    const requests = [0, 1, 2].map((n) => create(`Reseller ${n}`));
    await killTableServer();
    for (const { status, body } of await Promise.all(requests)) {
      if (status === 201) made.add(String(body.id));
      else expect({ status, code: body.code }).toEqual({ status: 503, code: 'dependency-unavailable' });
    }
    while ((await create('After')).status !== 201) await delay(20);
    await until('the webhooks of all that was made', () => {
      const told = new Set(receiver.arrivals.map(({ body }) => String(body.data.id)));
      return [...made].every((id) => told.has(id));
    });

    // How many are too many is shown where the clock is virtual: supervised.test.ts.
    const ending = system.ended();
    while ((await Promise.race([ending, delay(20)])) === undefined) await killTableServer();
    expect(await ending).toBe(1);
    expect(system.output()).toContain('is not started again. The data is kept.');
    expect(receiver.faults).toEqual([]);
  }, 120_000);
});
