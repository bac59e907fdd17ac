import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { requireConformance } from '../../testing/conformance.ts';
import { isAlive } from '../../testing/processes.ts';
import { withRuntime } from '../support/journey.ts';
import { type JourneyReceiver, journeyReceiver } from '../support/journey-receiver.ts';
import { type Command, command } from '../support/journey-start.ts';
import { until } from '../support/journey-until.ts';

withRuntime('a machine to start on', () => {
  const commands: Command[] = [];
  const run = (...given: Parameters<typeof command>) => {
    const started = command(...given);
    commands.push(started);
    return started;
  };
  afterEach(async () => {
    for (const started of commands.splice(0)) await started.stop();
  });

  let receiver: JourneyReceiver;
  beforeAll(async () => {
    receiver = await journeyReceiver(() => 200);
  });
  afterAll(() => receiver.stop());

  /** The answer in what `curl -i` printed. */
  const answered = (printed: string) => {
    const [head = '', text = ''] = printed.split('\r\n\r\n');
    const [line = '', ...fields] = head.split('\r\n');
    const headers = Object.fromEntries(
      fields.map((field) => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 1).trim()]),
    );
    const body = JSON.parse(text) as Record<string, unknown>;
    return { status: Number(line.split(' ')[1]), headers, text, json: body, body, items: [] };
  };

  test('npm start prints requests that work as they are pasted, delivers their webhooks, and Ctrl-C ends all of it', async () => {
    // The script itself: npm would answer an interrupt with a code of its own.
    const system = run('sh', ['-c', `exec ${manifest.scripts.start} --webhook ${receiver.url}/hook`], { PORT: '0' });
    const banner = stripVTControlCharacters(await system.printed(/openapi\.json/));
    const [organization = '', partner = '', document = ''] = banner.split(/^# .*$/m).slice(1);

    const paste = async (lines: string) => {
      const shell = run('sh', ['-c', lines]);
      await shell.ended();
      return shell.output().slice(shell.output().indexOf('HTTP/1.1'));
    };
    const first = answered(await paste(organization));
    requireConformance({ method: 'POST', path: '/v3/resellers/demo/organizations' }, first);
    const second = answered(await paste(partner));
    requireConformance({ method: 'POST', path: '/v1/partners' }, second);
    expect([first.status, second.status]).toEqual([201, 201]);
    const served = run('sh', ['-c', document.split('\n').find((line) => line.startsWith('curl')) ?? 'exit 1']);
    expect([await served.ended(), JSON.parse(served.output()).openapi]).toEqual([0, '3.1.0']);

    const arrived = (id: unknown) => receiver.arrivals.some(({ body }) => body.data.id === id);
    await until('both webhooks', () => arrived(first.body.id) && arrived(second.body.id));
    expect(receiver.faults).toEqual([]);

    const TENANTRY_URL = /http:\/\/127\.0\.0\.1:\d+/.exec(banner)?.[0] ?? '';
    const why = run('npx', ['tenantry', 'why', String(first.body.id)], { TENANTRY_URL });
    await why.ended();
    expect(why.output()).toMatch(/^ {2}what +organization .*\n[\s\S]* delivered +[\w-]+: at attempt 1$/m);

    const link = /http:\/\/127\.0\.0\.1:\d+\/_console\?key=[\w-]+/.exec(banner)?.[0] ?? '';
    const steps = await readSteps(link, first.body.id);
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['request', 'transaction', 'stream', 'bus', 'delivery']));
    expect(JSON.stringify(steps)).not.toMatch(/Bearer (?!•)|local-secret-of/);

    const started = await system.descendants();
    expect(started).not.toEqual([]);
    system.interrupt();
    expect(await system.ended()).toBe(0);
    await until('the last process to end', () => !started.some(isAlive));
  }, 60_000);

  /** Reads, over the console, the steps of the request that created an organization. */
  const readSteps = async (link: string, id: unknown) => {
    const cookie = (await fetch(link, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
    const ending = new AbortController();
    const response = await fetch(`${new URL(link).origin}/_console/events`, { headers: { cookie }, signal: ending.signal });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      // The delivery log of the runtime may follow: the steps of the past come in one piece.
      if (text.includes(String(id))) break;
    }
    ending.abort();
    const steps = [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json) as { kind: string; requestId?: string });
    const requestId = steps.find((step) => step.kind === 'transaction' && JSON.stringify(step).includes(String(id)))?.requestId;
    return steps.filter((step) => step.requestId === requestId);
  };

  test('npx tenantry token prints a token and nothing else', async () => {
    const token = run('npx', ['tenantry', 'token', '--permissions', 'reseller:read,partner:read', '--partner', '7']);
    expect(await token.ended()).toBe(0);
    const [, claims = ''] = /^[\w-]+\.([\w-]+)\.[\w-]+\n$/.exec(token.output().replace(/^npm warn .*\n/gm, '')) ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      permissions: ['reseller:read', 'partner:read'],
      partner_id: 7,
    });
  }, 20_000);

  test('a port in use is named with the way out', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = (server.address() as AddressInfo).port;
    const system = run(process.execPath, ['cli/tenantry.ts', 'start'], { PORT: String(port) });
    const code = await system.ended();
    await new Promise((closed) => server.close(closed));
    expect(code).toBe(1);
    expect(system.output()).toContain(`Port ${port} is already in use`);
    expect(system.output()).toContain('PORT=');
  }, 30_000);
});
