import { untilHealthy } from './endpoints.ts';
import type { RestoredScene } from './restored-scene.ts';

/** Endpoints are in EventBridge as they were last, and in the table as they were at the moment. */
export const checkEndpoints = async ({ restored, receiver, command, promises }: RestoredScene): Promise<void> => {
  const { client, system, endpoints, work } = restored;
  const reseller = work.made.find(({ kind }) => kind === 'reseller')?.path ?? '';
  const send = async (): Promise<ReadonlySet<string>> => {
    const position = receiver.arrivals.length;
    await client.patch(reseller, { description: `Change ${position}` });
    await system.idle();
    return new Set(receiver.arrivals.slice(position).map(({ endpoint }) => endpoint));
  };
  const unknown = (await client.get(`/v3/webhooks/${endpoints.late}`)).status;
  promises.check('an endpoint of since is unknown to the API', unknown === 404, `${unknown}`);
  const known = await client.get(`/v3/webhooks/${endpoints.gone}`);
  promises.check(
    'an endpoint that was deleted since looks healthy',
    known.body.status === 'healthy',
    `${known.status} ${known.body.status}`,
  );
  const before = await send();
  promises.check('an endpoint of since still gets events', before.has('/late'), 'none came');
  promises.check('an endpoint that was deleted since gets none', !before.has('/gone'), 'one came');

  await command('orphaned-endpoints');
  await system.idle();
  await untilHealthy(client, endpoints.gone);
  const repaired = await send();
  promises.check('orphaned-endpoints sets up those that were deleted since', repaired.has('/gone'), 'none came');
  promises.check('orphaned-endpoints leaves those of since', repaired.has('/late'), 'none came');
  await command('orphaned-endpoints', '--delete');
  await system.idle();
  promises.check('orphaned-endpoints --delete ends those of since', !(await send()).has('/late'), 'one came');
};
