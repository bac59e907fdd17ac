import { printable } from '../shared/printable.ts';
import type { Reached, Story } from './story.ts';

type Line = readonly [head: string, text: string];

const GAP = '  ';

/** Formats the story of a change: facts, a timeline, and what to do next. */
export const formatStory = (story: Story): string =>
  [
    `${story.event}${GAP}${story.at}`,
    ...columns(factsOf(story)),
    '',
    ...columns(timelineOf(story)),
    ...nextOf(story).map((line) => `${GAP}${line}`),
  ].join('\n');

const factsOf = ({ id, actor, ip, requestId, resource, resourceId, version, tenant, changes }: Story): readonly Line[] => [
  ['event', id],
  ['who', `${printable(actor)}${ip === undefined ? '' : ` from ${ip}`}, in request ${printable(requestId)}`],
  ['what', `${resource} ${resourceId} of ${tenant}, version ${version}`],
  ...changes.map(
    ({ propertyName, oldValue, newValue }): Line => ['', `${printable(propertyName)}: ${value(oldValue)} → ${value(newValue)}`],
  ),
];

const value = (one: unknown): string => printable(JSON.stringify(one), 80);

/** Returns what happened in the order of time, and last what is not recorded. */
const timelineOf = ({ at, endpoints }: Story): readonly Line[] => {
  const recorded = endpoints.flatMap((endpoint) =>
    endpoint.deliveries.flatMap((one): readonly Line[] => [
      [one.at, `${one.result === 'delivered' ? 'delivered  ' : 'dead-letter'}  ${nameOf(endpoint)}: ${textOf(one)}`],
      ...(one.redeliveredAt === undefined ? [] : [[one.redeliveredAt, `redelivered  ${nameOf(endpoint)}`] as const]),
    ]),
  );
  // A dead letter or a webhook that arrived shows that the event was on the bus.
  const published = recorded.length > 0 ? 'published    an endpoint was sent it' : 'published    not recorded; the doctor shows what waits';
  const others = endpoints.filter((endpoint) => endpoint.deliveries.length === 0 || endpoint.outcome === 'unconfirmed');
  return [
    [at, 'committed'],
    ['', published],
    ...recorded.toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ...others.map((one): Line => ['', `${one.outcome.padEnd(11)}  ${nameOf(one)}: ${printable(one.explanation)}`]),
  ];
};

const textOf = ({ reason = '', errorCode, retryAttempts = 0 }: Reached['deliveries'][number]): string =>
  reason === '' ? `at attempt ${retryAttempts + 1}` : `${printable(reason)}${errorCode === undefined ? '' : ` (${printable(errorCode)})`}`;

const nameOf = ({ name, webhookId }: Reached): string => (name === undefined ? webhookId : `${printable(name)} (${webhookId})`);

const nextOf = ({ endpoints }: Story): readonly string[] => {
  if (endpoints.length === 0)
    return ['next: no endpoint that you see subscribed to it then; npx tenantry webhooks list shows those of today'];
  return endpoints.flatMap((endpoint) => (endpoint.next === undefined ? [] : [`next, ${nameOf(endpoint)}: ${endpoint.next}`]));
};

const columns = (lines: readonly Line[]): readonly string[] => {
  const width = Math.max(...lines.map(([head]) => head.length));
  return lines.map(([head, text]) => `${GAP}${head.padEnd(width)}${GAP}${text}`);
};
