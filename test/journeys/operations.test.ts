import { randomUUID } from 'node:crypto';
import { type Datum, dataOf, objectsOf, total } from '../support/embedded-metrics.ts';
import { journey, withRuntime } from '../support/journey.ts';
import { createPartner, createReseller, newOrganization, newReseller, organizationsOf } from '../support/journey-entities.ts';
import type { Respond } from '../support/journey-receiver.ts';

/** One endpoint of the deployment refuses whatever it is sent. */
const respond: Respond = ({ endpoint }) => (endpoint === 'basic' ? 400 : 200);

withRuntime('the lines of the functions’ logs', () => {
  const here = journey({ respond });

  /** What CloudWatch would take from the lines that an action leads to. */
  const measuredBy = async (action: () => Promise<unknown>): Promise<readonly Datum[]> => {
    await here.system.runtime.idle();
    const before = here.system.logs.length;
    await action();
    await here.system.runtime.idle();
    return objectsOf(here.system.logs.slice(before).map(({ line }) => line)).flatMap(dataOf);
  };

  test('creates, refusals, events with their lag, limits and dead letters are measured as they happen, each once', async () => {
    const api = await here.as(['reseller:write', 'reseller:organization:create']);
    const key = { 'idempotency-key': randomUUID() };
    const data = await measuredBy(async () => {
      const path = organizationsOf(await createReseller(api, { allowedOrganizations: 2 }));
      const [first, second] = [newOrganization(), newOrganization()];
      await api.post(path, first, key);
      await api.post(path, first, key);
      await api.post(`${path}?dryRun=true`, second);
      await api.post(path, { ...second, name: first.name });
      await api.post(path, second);
      await api.post(path, newOrganization());
      await api.post('/v3/resellers', newReseller({ allowedUsers: 'many' }));
    });

    const events = here.system.events.length;
    expect([total(data, 'Creates', { resource: 'reseller' }), total(data, 'Creates', { resource: 'organization' })]).toEqual([1, 2]);
    expect(['name-taken', 'limit-reached', 'invalid-request'].map((code) => total(data, 'Refusals', { code }))).toEqual([1, 1, 1]);
    expect([total(data, 'LimitsApproaching'), total(data, 'LimitsReached')]).toEqual([1, 1]);
    expect([total(data, 'EventsPublished'), data.filter(({ name }) => name === 'PublishLag').length]).toEqual([events, events]);
    for (const { name, value } of data) expect([name, value >= 0]).toEqual([name, true]);
    expect(total(data, 'Deliveries', { result: 'dead-letter' })).toBe(2);
    expect(total(data, 'Transactions')).toBeGreaterThan(events);
    expect(new Set(data.map(({ namespace, dimensions }) => `${namespace} ${dimensions.installation}`))).toEqual(
      new Set(['Tenantry tenantry-local']),
    );
  }, 30_000);

  test('a person who is made a contact and welcomed is named in no line, whichever function wrote it', async () => {
    const operator = await here.as(['partner:create', 'partner:read']);
    const who = randomUUID();
    const person = { userName: who, firstName: who, lastName: who, email: `${who}@person.example`, sendWelcomeEmail: true };
    const data = await measuredBy(() => createPartner(operator, { name: who, contact: person }));
    expect(total(data, 'Creates', { resource: 'partner' })).toBe(1);
    expect(here.system.runtime.mailbox.emails.filter(({ to }) => to.includes(person.email))).toHaveLength(1);
    expect(here.system.logs.filter(({ line }) => line.includes(who))).toEqual([]);
    expect(here.system.logs.filter(({ functionName }) => functionName === here.system.functionName('WelcomeSend'))).not.toEqual([]);
  }, 30_000);
});
