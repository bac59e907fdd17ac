import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as tap } from '../../cli/tap/run.ts';
import { run as trigger } from '../../cli/trigger/run.ts';
import { parseEvent, type TenantryEvent } from '../../events/index.ts';
import { busNameIn, synthesizeConsumer } from '../../local/consumer-app.ts';
import { type AppCopy, copyCrm } from '../support/crm-app.ts';
import { withRuntime } from '../support/journey.ts';
import { type Api, openApi } from '../support/journey-api.ts';
import { createOrganization, RESELLER_RIGHTS } from '../support/journey-resellers.ts';
import { openSystem, type RunningSystem } from '../support/journey-runtime.ts';
import { until } from '../support/journey-until.ts';

withRuntime('an app that subscribes beside the product', () => {
  const state = mkdtempSync(join(tmpdir(), 'tenantry-tap-'));
  let crm: AppCopy | undefined;
  let opened: Awaited<ReturnType<typeof openSystem>> | undefined;
  let system: RunningSystem;
  let api: ReturnType<typeof openApi> | undefined;
  let operator: Api;

  beforeAll(async () => {
    crm = copyCrm();
    const assembly = join(crm.folder, 'assembly');
    await synthesizeConsumer(crm.folder, assembly, {
      busName: busNameIn(process.env.JOURNEY_ASSEMBLY ?? ''),
      url: 'http://127.0.0.1:3000',
    });
    opened = await openSystem({ respond: () => 200, clientTimeoutMs: 2000, stateDir: state, besides: [assembly] });
    system = opened.system;
    api = openApi(system.runtime.url);
    operator = api.api.as(`Bearer ${await system.runtime.mintToken({ permissions: RESELLER_RIGHTS })}`);
  }, 60_000);
  afterAll(async () => {
    api?.stop();
    await opened?.stop();
    crm?.remove();
    rmSync(state, { recursive: true });
  }, 20_000);

  const outputOf = (key: string): string => system.runtime.outputs[`Crm.${key}`] ?? '';
  const customers = (): readonly unknown[] =>
    system.logs.flatMap(({ line }) =>
      line.startsWith('{"customer"') ? [(JSON.parse(line) as { readonly customer: unknown }).customer] : [],
    );
  /** Takes what is in a queue. */
  const drain = async (url: string): Promise<readonly string[]> => {
    const messages = await system.runtime.queues.receive(url, { most: 10 });
    for (const { receipt } of messages) system.runtime.queues.deleteMessage(url, receipt);
    return messages.map(({ body }) => body);
  };
  const put = (event: TenantryEvent) =>
    system.runtime.eventBridge.putEvents({
      Entries: [
        {
          ...{ EventBusName: busNameIn(process.env.JOURNEY_ASSEMBLY ?? ''), Source: event.source, DetailType: event['detail-type'] },
          ...{ Resources: [...event.resources], Detail: JSON.stringify(event.detail) },
        },
      ],
    });

  it('a new organization reaches its function and its queue, and a duplicate is handled once', async () => {
    const { body } = await operator.post('/v3/resellers', {
      name: 'Fabrikam',
      email: 'it@fabrikam.example',
      allowedUsers: 9,
      allowedOrganizations: 9,
    });
    const { id } = await createOrganization(operator, String(body.id), { externalId: 'crm-1' });
    await system.idle();
    expect(customers()).toEqual(['crm-1']);
    const [message = ''] = await drain(outputOf('ChangesUrl'));
    const event = parseEvent(JSON.parse(message));
    expect(event).toMatchObject({ 'detail-type': 'reseller.organization.created', detail: { payload: { data: { id } } } });

    put(event);
    await system.idle();
    expect(customers()).toEqual(['crm-1']);
    expect(await drain(outputOf('ChangesUrl'))).toHaveLength(1);
    expect(system.warnings.filter((message) => message.includes('Crm'))).toEqual([]);
    expect(system.denials).toEqual([]);
  });

  it('an event that its function fails for is tried three times, and then a dead letter', async () => {
    const failed = await trigger({
      event: 'reseller.organization.created',
      data: { externalId: null },
      at: { url: system.runtime.url, stateDir: state },
    });
    await system.idle();
    const [letter = '{}', ...others] = await drain(outputOf('CustomersDeadLettersUrl'));
    expect(others).toEqual([]);
    expect(JSON.parse(letter)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { detail: { metadata: { eventId: failed?.eventId } } },
      responsePayload: { errorMessage: expect.stringMatching(/has no number of the CRM$/) },
    });
  });

  it('tap shows the events of tenants that are asked for, as they are on the bus', async () => {
    const ending = new AbortController();
    const shown: string[] = [];
    const open = Promise.withResolvers<void>();
    const at = { url: system.runtime.url, stateDir: state };
    const tapping = tap({
      ...at,
      ...{ events: ['reseller.*'], json: true, signal: ending.signal },
      ...{ print: (text) => shown.push(text), opened: open.resolve },
    });
    await open.promise;
    await trigger({ event: 'partner.created', at });
    const triggered = await trigger({ event: 'reseller.updated', at });
    await until('the event', () => shown.length > 0);
    ending.abort();
    await tapping;
    expect(shown.map((line) => parseEvent(JSON.parse(line)).detail.metadata.eventId)).toEqual([triggered?.eventId]);
  });
});
