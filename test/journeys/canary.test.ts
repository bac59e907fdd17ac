import { journey, withRuntime } from '../support/journey.ts';
import { storedItems } from '../support/journey-table.ts';
import { until } from '../support/journey-until.ts';

withRuntime("the functions' processes and their logs", () => {
  const here = journey({ alone: true });

  const metricsOf = (name: string): readonly number[] =>
    here.system.logs.flatMap(({ line }) => {
      const { installation, [name]: value } = line.startsWith('{"') ? (JSON.parse(line) as Readonly<Record<string, unknown>>) : {};
      return installation === 'tenantry-local' && typeof value === 'number' ? [value] : [];
    });

  const schedule = (): string => {
    const rules = here.system.runtime.eventBridge.listRules({}).Rules ?? [];
    return rules.find(({ Name }) => Name?.includes('CanarySchedule'))?.Name ?? '';
  };

  test('it runs on its schedule, measures the lag of its events, and is seen by nobody', async () => {
    const { eventBridge } = here.system.runtime;
    const Name = schedule();
    expect(eventBridge.describeRule({ Name })).toMatchObject({ State: 'DISABLED', ScheduleExpression: 'rate(5 minutes)' });
    eventBridge.enableRule({ Name });
    // Five minutes are three tenths of a second here, and a schedule fires once a second at most.
    await until('two measured lags', () => metricsOf('CanaryLag').length >= 2);
    eventBridge.disableRule({ Name });
    await here.system.runtime.idle();

    expect(new Set(metricsOf('CanarySuccess'))).toEqual(new Set([1]));
    expect(new Set(metricsOf('CanaryFailures'))).toEqual(new Set([0]));
    expect(new Set(here.system.events.map(({ source }) => source))).toEqual(new Set(['tenantry.canary']));
    expect(here.system.receiver.arrivals).toEqual([]);
    const operator = await here.as(['reseller:read', 'eventLog:read', 'webhook:read']);
    for (const list of ['/v3/resellers', '/v3/event-logs', '/v3/webhook-event-logs']) {
      expect({ list, items: (await operator.get(list)).items }).toEqual({ list, items: [] });
    }
    expect(here.system.warnings).toEqual([]);
  }, 30_000);

  test('killed as its event reaches the bus, it leaves nothing that the next run does not take away', async () => {
    const { functions, eventBridge } = here.system.runtime;
    const name = here.system.functionName('CanaryRun');
    let kills = 0;
    here.system.onEvent = () => {
      kills += functions.workers(name) > 0 ? 1 : 0;
      here.system.onEvent = () => undefined;
      void functions.kill(name);
    };
    eventBridge.fire(schedule());
    await until('a run that was killed', () => kills === 1);
    await here.system.runtime.idle();
    const before = metricsOf('CanarySuccess').length;
    eventBridge.fire(schedule());
    await until('the next run', () => metricsOf('CanarySuccess').length > before);

    const items = await storedItems(here.system);
    expect(items.filter(({ type }) => type === 'organization' || type === 'entry')).toEqual([]);
    expect(items.find(({ type }) => type === 'reseller')).toMatchObject({ organizationCount: 0 });
  }, 30_000);
});
