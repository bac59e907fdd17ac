import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Probe } from '../probe.ts';
import { makeDestination, makeRule, newName, putEvent } from '../rules.ts';
import type { Message, Site } from '../site.ts';

const GUIDE = 'EventBridge user guide, "Using dead-letter queues"';
const RETRIES = 1;

/**
 * Asks what is on the dead-letter queue of a target that answers 404 or 410, or whose host has no
 * address.
 */
export const deadLetterProbes = (site: Site): readonly Probe[] => [
  {
    name: 'dead letter of a 404',
    assumed: 'at once, the whole event, ERROR_CODE SDK_CLIENT_ERROR, the status in ERROR_MESSAGE',
    source: `${GUIDE}; that the body is not what InputPath leaves of the event is our reading of it`,
    ask: (signal) => probeRefusal(site, 404, signal),
  },
  {
    name: 'dead letter of a 410',
    assumed: 'at once, the whole event, ERROR_CODE SDK_CLIENT_ERROR, the status in ERROR_MESSAGE',
    source: 'no document: an endpoint that answers 410 is suspended by the status in ERROR_MESSAGE',
    ask: (signal) => probeRefusal(site, 410, signal),
  },
  {
    name: 'dead letter without DNS',
    assumed: 'at once, the whole event, ERROR_CODE CONNECTION_FAILURE',
    source: `${GUIDE}: a failed DNS look-up is not retried; the code is a guess`,
    ask: async (signal) => {
      const seen = readAttributes(await awaitDeadLetter(site, 'https://first-hour.tenantry.invalid/', signal));
      return { seen: describe(seen), isAsAssumed: seen.atOnce && seen.whole && seen.code === 'CONNECTION_FAILURE' };
    },
  },
];

const probeRefusal = async (site: Site, status: number, signal: AbortSignal): Promise<Answer> => {
  const seen = readAttributes(await awaitDeadLetter(site, `${site.receiver}/status/${status}`, signal));
  const isAsAssumed = seen.atOnce && seen.whole && seen.code === 'SDK_CLIENT_ERROR' && seen.message.includes(String(status));
  return { seen: describe(seen), isAsAssumed };
};

/**
 * Waits for the dead letter of one event whose address fails; with few retries, so that it arrives
 * soon.
 */
const awaitDeadLetter = async (site: Site, url: string, signal: AbortSignal): Promise<Message> => {
  const [name, queue] = [newName(site), await site.queue()];
  const { ApiDestinationArn } = await makeDestination(site, name, url, newName(site), signal);
  await makeRule(site, name, {
    ...{ Arn: ApiDestinationArn, RoleArn: site.roleArn, InputPath: '$.detail.payload', DeadLetterConfig: { Arn: queue.arn } },
    RetryPolicy: { MaximumRetryAttempts: RETRIES },
  });
  const nextPut = createPacer(site);
  for (;;) {
    // The rule may not match yet.
    if (nextPut()) await putEvent(site, name, { event: 'first.hour' });
    const [letter] = await queue.receive();
    if (letter) return letter;
    await delay(site.pauseMs, undefined, { signal });
  }
};

/**
 * Creates a function that returns true the first time, and again each time that changes should have
 * taken effect.
 */
const createPacer = ({ settlingMs }: Site) => {
  let due = 0;
  return (): boolean => {
    if (performance.now() < due) return false;
    due = performance.now() + settlingMs;
    return true;
  };
};

const readAttributes = ({ body, attributes }: Message) => {
  const { ERROR_CODE: code = 'none', ERROR_MESSAGE: message = 'none', EXHAUSTED_RETRY_CONDITION: condition } = attributes;
  return { atOnce: condition === undefined, whole: isWhole(body), code, message, names: Object.keys(attributes) };
};

const describe = ({ atOnce, whole, code, message, names }: ReturnType<typeof readAttributes>): string =>
  [
    ...[atOnce ? 'at once' : `after ${RETRIES} retry`, whole ? 'the whole event' : 'another body', `ERROR_CODE ${code}`],
    ...[`ERROR_MESSAGE "${message.slice(0, 120)}"`, `attributes ${names.join(', ')}`],
  ].join(', ');

const isWhole = (body: string): boolean => {
  const { source, detail } = JSON.parse(body) as { readonly source?: unknown; readonly detail?: { readonly metadata?: unknown } };
  return source !== undefined && detail?.metadata !== undefined;
};
