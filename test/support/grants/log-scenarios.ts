import type { Scenario } from './grants.ts';
import { answers, get, type Made, type Scene, says } from './scene.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

/**
 * The filters of both logs that an index answers, and the outcome of events: of those given, and of
 * one of the tenant `own` at its own endpoints.
 */
export const logScenarios = async (scene: Scene, own: string, events: readonly string[]): Promise<readonly Scenario[]> => {
  const [mine] = (await scene.send({ ...get('/v3/event-logs?limit=1'), authorization: own })).items as readonly Made[];
  const outcomeOf = (id: string | undefined) => get(`/v3/event-logs/${id}/deliveries`);
  return [
    ...['eventId=x', 'requestId=x', 'resource=partner&resourceId=x', 'tenant=x'].map((filter) =>
      answers(scene, 'DeliveriesList', `finds by ${filter}`, get(`/v3/webhook-event-logs?${filter}`), 200),
    ),
    answers(scene, 'EventLogList', 'finds by request', get('/v3/event-logs?requestId=x'), 200),
    says(scene, 'EventLogDeliveries', outcomeOf(NOBODY)),
    ...events.map((id) => answers(scene, 'EventLogDeliveries', `reads ${id}`, outcomeOf(id), 200)),
    answers(scene, 'EventLogDeliveries', "reads a tenant's", { ...outcomeOf(mine?.id), authorization: own }, 200),
  ];
};
