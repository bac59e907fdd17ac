import type { Scenario } from './grants.ts';
import type { Scene } from './scene.ts';

/** The canary: its schedule, which is disabled here, its runs, and what measures their events. */
export const canaryScenarios = ({ system, watch }: Scene): readonly Scenario[] => {
  const { eventBridge } = system.runtime;
  const schedule = (eventBridge.listRules({}).Rules ?? []).find(({ Name }) => Name?.includes('CanarySchedule'))?.Name ?? '';
  const count = (metric: string) => () => system.logs.filter(({ line }) => line.includes(metric)).length;
  const leadsTo = (of: string, name: string, metric: string): Scenario => ({
    of,
    name,
    act: async () => {
      const measured = count(metric);
      const [happens, before] = [watch(), measured()];
      eventBridge.fire(schedule);
      return happens(metric, () => measured() > before);
    },
  });
  return [
    leadsTo('CanarySchedule', 'runs the canary', '"CanarySuccess":1'),
    leadsTo('CanaryRun', 'does what a tenant does', '"CanarySuccess":1'),
    leadsTo('CanaryArrivals', 'hands its events over', '"CanaryLag"'),
    leadsTo('CanaryArrive', 'measures its events', '"CanaryLag"'),
  ];
};
