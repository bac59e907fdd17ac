import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { highestVersions } from '../support/highest-version.ts';
import { withRuntime } from '../support/journey.ts';
import { newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { organization, RESELLER_RIGHTS } from '../support/journey-resellers.ts';
import { verified, webhookJourney } from '../support/journey-webhooks.ts';

const COUNT = 60;
const STEPS = 30;
const PLACE = 'backfilled';

withRuntime('webhook receivers on loopback, and a command that runs against the runtime', () => {
  const { here, endpoint, behave } = webhookJourney();
  const folder = mkdtempSync(join(tmpdir(), 'backfill-'));
  const running = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const output = (name: string): string => Object.entries(here.system.runtime.outputs).find(([key]) => key.endsWith(`.${name}`))?.[1] ?? '';

  /** Starts the command as an operator would; `done` gives its exit code and what it prints. */
  const start = (...args: readonly string[]) => {
    const { awsUrl, dynamodbUrl } = here.system.runtime;
    const names = ['--table', output('TableName'), '--bus', output('EventBusName'), '--secret', output('SigningSecretArn')];
    const env = {
      ...{ PATH: process.env.PATH, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      ...{ AWS_ENDPOINT_URL: awsUrl, AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl },
    };
    const checkpoint = ['--checkpoint', join(folder, 'checkpoint.json'), '--settle', '0', '--rate', '40'];
    const child = spawn(process.execPath, ['cli/tenantry.ts', 'backfill', ...names, ...checkpoint, ...args], { env });
    running.add(child);
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => printed.push(chunk));
    const done = once(child, 'close').then(([code]) => {
      running.delete(child);
      return { code: code as number | null, text: printed.join('') };
    });
    return { child, done };
  };

  test('an endpoint that came late ends equal to the table, while all is written and the command is killed', async () => {
    const made = await endpoint(PLACE);
    const { reseller, id, path } = made;
    const operator = await here.as([...RESELLER_RIGHTS, 'webhook:write']);
    const organizations = Array.from({ length: COUNT }, () => newOrganization());
    const { body } = await operator.post(`${organizationsOf(reseller)}:batch`, { organizations });
    const ids = (body.results as readonly { readonly body: { readonly id: string } }[]).map((result) => result.body.id);
    await operator.patch(path, { events: ['reseller.organization.*'] });
    await here.system.runtime.idle();
    const snapshots = () => made.arrivals().filter(({ event }) => event.endsWith('.snapshot'));

    const halfway = Promise.withResolvers<void>();
    behave(PLACE, () => {
      if (snapshots().length >= COUNT / 2) halfway.resolve();
      return 200;
    });
    const write = async (): Promise<void> => {
      for (let step = 0; step < STEPS; step += 1) {
        const one = organization(reseller, String(ids[(step * 37) % COUNT]));
        await operator.patch(one, { name: unique('Renamed') });
        await operator.delete(one);
        if (step % 2 === 0) await operator.post(`${one}:restore`, {});
        await operator.post(organizationsOf(reseller), newOrganization());
      }
    };
    const killed = start('--to', id);
    const writing = write();
    await Promise.race([halfway.promise, killed.done]);
    killed.child.kill('SIGKILL');
    await killed.done;
    const [resumed] = await Promise.all([start('--to', id, '--resume').done, writing]);
    await here.system.runtime.idle();

    expect(resumed).toMatchObject({ code: 0, text: expect.stringContaining('"COMPLETED"') });
    const consumer = highestVersions();
    for (const { body: payload } of made.arrivals()) consumer.take({ metadata: { version: Number(payload.data.version) }, payload });
    const stored: Record<string, unknown> = {};
    for (let next: string | undefined = `${organizationsOf(reseller)}?limit=100`; next !== undefined; ) {
      const { items, headers } = await operator.get(next);
      for (const item of items) stored[String(item.id)] = item;
      next = /^<(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1];
    }
    expect(Object.keys(stored).length).toBeGreaterThan(COUNT / 2);
    expect(consumer.state()).toEqual(stored);
    const [first] = snapshots();
    expect(first && (await verified(here, first))).toMatchObject({ event: 'reseller.organization.snapshot' });
    // Nobody else got one, and no log has one.
    expect(here.system.receiver.arrivals.filter(({ endpoint: place, event }) => place !== PLACE && event.endsWith('.snapshot'))).toEqual(
      [],
    );
    expect(here.system.events.filter((event) => event.source === 'tenantry' && event['detail-type'].endsWith('.snapshot'))).toEqual([]);
  }, 60_000);
});
