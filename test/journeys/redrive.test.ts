import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf } from '../support/journey-entities.ts';
import type { Respond } from '../support/journey-receiver.ts';

let takes = true;
const respond: Respond = ({ endpoint }) => (takes || endpoint !== 'api-key' ? 200 : 400);

withRuntime('webhook receivers on loopback, and commands that run against the runtime', () => {
  const here = journey({ respond, alone: true });

  const output = (name: string): string => Object.entries(here.system.runtime.outputs).find(([key]) => key.endsWith(`.${name}`))?.[1] ?? '';

  /** Runs a command as an operator would, against the embedded runtime; answers what it prints. */
  const run = async (script: string, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
    const { awsUrl, dynamodbUrl } = here.system.runtime;
    const env = {
      ...{ PATH: process.env.PATH, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      ...{ AWS_ENDPOINT_URL: awsUrl, AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl },
    };
    const { stdout } = await promisify(execFile)(process.execPath, ['cli/tenantry.ts', script, '--bus', output('EventBusName'), ...args], {
      env,
    });
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  };

  const resellersMade = async (count: number): Promise<readonly string[]> => {
    const api = await here.as(['reseller:write']);
    const ids = [];
    for (let index = 0; index < count; index += 1) ids.push(await createReseller(api));
    await here.system.runtime.idle();
    return ids;
  };

  const organizationsMade = async (count: number): Promise<readonly string[]> => {
    const api = await here.as(['reseller:write', 'reseller:organization:create']);
    const path = organizationsOf(await createReseller(api));
    const ids = [];
    for (let index = 0; index < count; index += 1) ids.push(String((await api.post(path, newOrganization())).body.id));
    await here.system.runtime.idle();
    return ids;
  };

  /**
   * The ids under which the webhooks of these resellers or organizations came to an endpoint, in
   * their order.
   */
  const arrived = (ids: readonly string[], at = 'api-key'): readonly string[] =>
    here.system.receiver.arrivals.filter(({ endpoint, body }) => endpoint === at && ids.includes(String(body.data.id))).map(({ id }) => id);

  test('all dead letters are redelivered by one command, under the same ids, and by a second run nothing', async () => {
    takes = false;
    const resellers = await resellersMade(12);
    takes = true;
    const refused = arrived(resellers);
    const args = ['--table', output('TableName'), '--webhook', 'api-key'];
    expect(await run('redrive', ...args, '--dry-run')).toMatchObject({ found: 12 });
    expect(arrived(resellers)).toEqual(refused);
    expect(await run('redrive', ...args)).toMatchObject({
      sent: 12,
      endpoints: { 'api-key': { sent: 12, events: { 'reseller.created': 12 } } },
    });
    await here.system.runtime.idle();
    expect(new Set(arrived(resellers).slice(12))).toEqual(new Set(refused));
    expect(arrived(resellers)).toHaveLength(24);
    expect(await run('redrive', ...args)).toEqual({ endpoints: {}, reasons: [], found: 0 });
  }, 60_000);

  test('what the bus has archived is replayed to one endpoint, under the same ids, and to no other', async () => {
    const from = new Date().toISOString();
    const made = await organizationsMade(3);
    const before = arrived(made);
    const span = ['--from', from, '--to', new Date(Date.now() + 1000).toISOString()];
    const replayed = await run('replay', '--webhook', 'api-key', '--settle', '0', ...span);
    await here.system.runtime.idle();
    expect(replayed).toMatchObject({ state: 'COMPLETED' });
    expect(arrived(made)).toHaveLength(6);
    expect(new Set(arrived(made).slice(3))).toEqual(new Set(before));
    expect([arrived(made, 'basic').length, arrived(made, 'oauth').length]).toEqual([3, 3]);
  }, 60_000);
});
