import { setTimeout as delay } from 'node:timers/promises';
import { DisableRuleCommand, UpdateApiDestinationCommand, UpdateConnectionCommand } from '@aws-sdk/client-eventbridge';
import { formatLast, observe, readMoment } from '../observe.ts';
import type { Answer, Probe } from '../probe.ts';
import { keyOf, makeDestination, makeRule, newName, putEvent, TOKEN_HEADER } from '../rules.ts';
import type { Arrival, Queue, Site } from '../site.ts';

/**
 * Asks how long a change of a rule, of a destination's address and of a connection's token takes.
 */
export const settlingProbes = (site: Site): readonly Probe[] => {
  const within = `${site.settlingMs / 1000} s`;
  return [
    {
      name: 'new rule',
      assumed: `no event is lost ${within} after PutRule and PutTargets`,
      source: 'EventBridge API reference, PutRule: "allow a short period of time"; the number is ours',
      ask: (signal) => probeNewRule(site, signal),
    },
    {
      name: 'disabled rule',
      assumed: `no event is sent ${within} after DisableRule`,
      source: 'EventBridge API reference, DisableRule: "allow a short period of time"; the number is ours',
      ask: (signal) => probeDisabledRule(site, signal),
    },
    {
      name: 'new address, then new token',
      assumed: `the old address gets nothing ${within} after UpdateApiDestination`,
      source: 'no document says in which order two changes take effect; the number is ours',
      ask: (signal) => probeNewAddress(site, signal),
    },
  ];
};

const momentReader = (queue: Queue) => async (): Promise<readonly number[]> => (await queue.receive()).map(({ body }) => readMoment(body));

const probeNewRule = async (site: Site, signal: AbortSignal): Promise<Answer> => {
  const [name, queue] = [newName(site), await site.queue()];
  await makeRule(site, name, { Arn: queue.arn });
  const { put, arrived } = await observe(site, name, momentReader(queue), signal);
  if (arrived.length === 0) throw new Error('no event arrived at all');
  const lost = put.filter((at) => !arrived.includes(at));
  const seen = `${lost.length} of ${put.length} events lost, the last was put ${formatLast(lost)}`;
  return { seen, isAsAssumed: lost.every((at) => at <= site.settlingMs) };
};

const probeDisabledRule = async (site: Site, signal: AbortSignal): Promise<Answer> => {
  const [name, queue] = [newName(site), await site.queue()];
  await makeRule(site, name, { Arn: queue.arn });
  const moments = momentReader(queue);
  await awaitArrival(site, name, async () => (await moments()).length > 0, signal);
  await site.eventBridge.send(new DisableRuleCommand({ EventBusName: site.busName, Name: name }));
  const { put, arrived } = await observe(site, name, async () => (await moments()).filter((at) => at >= 0), signal);
  const seen = `${arrived.length} of ${put.length} events sent all the same, the last was put ${formatLast(arrived)}`;
  return { seen, isAsAssumed: arrived.every((at) => at <= site.settlingMs) };
};

const probeNewAddress = async (site: Site, signal: AbortSignal): Promise<Answer> => {
  const [name, before, after] = [newName(site), newName(site), newName(site)];
  const { ApiDestinationArn, ConnectionArn } = await makeDestination(site, name, `${site.receiver}/old`, before, signal);
  await makeRule(site, name, { Arn: ApiDestinationArn, RoleArn: site.roleArn, InputPath: '$.detail.payload' });
  const ours = async () => (await site.arrivals()).filter(({ headers }) => [before, after].includes(tokenOf({ headers })));
  await awaitArrival(site, name, async () => (await ours()).length > 0, signal);
  const change = { Name: name, ConnectionArn, InvocationEndpoint: `${site.receiver}/new`, HttpMethod: 'POST' as const };
  await site.eventBridge.send(new UpdateApiDestinationCommand(change));
  await site.eventBridge.send(new UpdateConnectionCommand({ Name: name, AuthorizationType: 'API_KEY', AuthParameters: keyOf(after) }));
  const { arrived } = await observe(site, name, ours, signal);
  const old = arrived.filter(({ path, body }) => path === '/old' && readMoment(body) >= 0);
  const leaked = old.filter((arrival) => tokenOf(arrival) === after).length;
  if (arrived.length === old.length) throw new Error('no event arrived at the new address');
  const seen = `old address: ${old.length} events, ${leaked} with the new token, the last was put ${formatLast(old.map(({ body }) => readMoment(body)))}`;
  return { seen, isAsAssumed: old.every(({ body }) => readMoment(body) <= site.settlingMs) };
};

const tokenOf = ({ headers }: Pick<Arrival, 'headers'>): string => headers[TOKEN_HEADER.toLowerCase()] ?? '';

/** Puts events, dated before the change, until one arrives. */
const awaitArrival = async (site: Site, name: string, look: () => Promise<boolean>, signal: AbortSignal): Promise<void> => {
  do {
    await putEvent(site, name, { at: -1 });
    await delay(site.pauseMs, undefined, { signal });
  } while (!(await look()));
};
