import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { defaultStateDir } from '../../local/keys.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf } from '../support/journey-entities.ts';
import { type Command, command } from '../support/journey-start.ts';
import { resourcesOf } from '../support/journey-webhooks.ts';

withRuntime('a runtime whose tokens commands can mint, and processes', () => {
  const here = journey({ stateDir: defaultStateDir });
  const commands: Command[] = [];
  afterEach(async () => {
    for (const started of commands.splice(0)) await started.stop();
  });

  const listen = (...args: readonly string[]): Command => {
    const started = command(process.execPath, ['cli/tenantry.ts', 'listen', ...args]);
    commands.push(started);
    return started;
  };

  /** A listener that is set up, and the id of its endpoint. */
  const listening = async (...args: readonly string[]) => {
    const listener = listen('--url', here.system.runtime.url, ...args);
    const [, id = ''] = /as webhook endpoint (\S+)/.exec(await listener.printed(/Ctrl-C ends it/)) ?? [];
    return { listener, id };
  };

  const happen = async (reseller?: string) => {
    const api = await here.as(['reseller:write', 'reseller:organization:create']);
    const path = organizationsOf(reseller ?? (await createReseller(api)));
    return (await api.post(path, newOrganization())).body;
  };

  /** Interrupts a listener, which must end well, and shows that nothing is left of its endpoint. */
  const endedWell = async ({ listener, id }: Awaited<ReturnType<typeof listening>>): Promise<void> => {
    listener.interrupt();
    expect(await listener.ended()).toBe(0);
    await here.system.runtime.idle();
    const api = await here.as(['webhook:read']);
    expect((await api.get(`/v3/webhooks/${id}`)).status).toBe(404);
    expect(resourcesOf(here, id)).toEqual({ connections: [], destinations: [], rules: [] });
  };

  test('it makes an endpoint for itself, prints what arrives and that it verifies, and Ctrl-C removes the endpoint', async () => {
    const started = await listening('--events', 'reseller.organization.*');
    const { name } = await happen();
    const printed = stripVTControlCharacters(await started.listener.printed(/\n {2}\}\n/));
    expect(printed).toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}reseller\.organization\.created {2}200 {2}signature ok\n/);
    expect(printed).toContain(`"name": ${JSON.stringify(name)}`);
    await endedWell(started);
    expect(started.listener.output()).toContain('Removing the endpoint');
  }, 60_000);

  test('with --json it prints one object a webhook, with --answer 500 each attempt, with --reseller only what is of that reseller', async () => {
    const reseller = await createReseller(await here.as(['reseller:write']));
    const started = await listening('--json', '--answer', '500', '--reseller', reseller, '--events', 'reseller.organization.created');
    await happen();
    const made = await happen(reseller);
    const printed = await started.listener.printed(/"attempt":2,.*\n/);
    const received = printed.split('\n').filter((line) => line.startsWith('{'));
    expect(received.slice(0, 2).map((line) => JSON.parse(line) as unknown)).toMatchObject(
      [1, 2].map((attempt) => ({ attempt, answer: 500, event: 'reseller.organization.created', body: { data: made } })),
    );
    expect(received.join()).not.toContain('"fault"');
    await endedWell(started);
  }, 60_000);

  test.each([
    ['an unknown flag', ['--lisen'], '--lisen'],
    ['an event that there is not', ['--events', 'reseller.*,nothing.*'], '--events knows no nothing.*; known are'],
    ['a status that is none', ['--answer', '99'], '--answer must be a whole number from 200 to 599'],
    ['a deployed installation', ['--url', 'https://api.example.com'], '--url must be that of a local runtime'],
  ])(
    '%s is refused with code 2 and a line that names it',
    async (_, args, sentence) => {
      const refused = listen(...args);
      expect(await refused.ended()).toBe(2);
      expect(refused.output()).toContain(sentence);
      expect(refused.output()).toContain('Try: npx tenantry listen --help');
      expect(refused.output()).not.toContain('    at ');
    },
    20_000,
  );

  test('without a runtime it ends with code 1 and says what to start', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((closed) => server.close(closed));
    const alone = listen('--url', url);
    expect(await alone.ended()).toBe(1);
    expect(alone.output()).toContain(`There is no local runtime at ${url}: start it with npx tenantry start.`);
    expect(alone.output()).not.toContain('    at ');
  }, 20_000);
});
