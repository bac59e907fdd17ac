import { recent } from '@tenantry/cdk-local/base/recent';
import type { EventEnvelope } from '@tenantry/cdk-local/eventbridge/resources';
import type { InvocationReport } from '@tenantry/cdk-local/lambda/invocation-report';
import type { RuntimeListeners } from '@tenantry/cdk-local/runtime-options';
import { type Exchanged, eventsIn, exchangeOf, isOwnRead, type ReadEvent, requestIdOf } from './invocation-facts.ts';
import { maskHeaders, maskText } from './mask.ts';
import type { DeliveryStep, Step } from './steps.ts';
import { callFacts } from './write-facts.ts';

/** The listeners that steps are made of. */
export type Recorder = Required<
  Pick<RuntimeListeners, 'request' | 'invocation' | 'databaseCall' | 'event' | 'delivery' | 'email' | 'denied'>
>;

/** The most requests and events that are known, so that later steps of them can be joined. */
const MOST_KNOWN = 10_000;

/** A function has just answered a request when the gateway reports it. */
const MOST_ANSWERING = 256;

interface Running {
  readonly functionName: string;
  readonly requestId?: string;
  readonly events: readonly ReadEvent[];
}

/** Makes steps, without secrets, of what happens in the runtime. */
export const openRecorder = (add: (step: Step) => void, now: () => Date = () => new Date()): Recorder => {
  const running = new Map<number, Running>();
  const exchanges = recent<string, Exchanged & { readonly functionName: string }>(MOST_ANSWERING);
  const own = recent<string, true>(MOST_KNOWN);
  const published = recent<string, ReadEvent>(MOST_KNOWN);
  const at = (msAgo = 0): string => new Date(now().getTime() - msAgo).toISOString();

  const begin = (report: InvocationReport): void => {
    const { functionName, number } = report;
    const [requestId, events] = [requestIdOf(report), eventsIn(report)];
    running.set(number, { functionName, events, ...(requestId !== undefined && { requestId }) });
    if (requestId !== undefined && isOwnRead(report)) own.set(requestId, true);
    for (const event of events) add({ kind: 'stream', at: at(), functionName, batch: events.length, ...event });
  };

  const end = (report: InvocationReport): void => {
    const { functionName, number, end: { ms = 0, error } = {} } = report;
    const { requestId, events = [] } = running.get(number) ?? {};
    running.delete(number);
    if (requestId !== undefined) exchanges.set(requestId, { ...exchangeOf(report), functionName });
    else if (error !== undefined) {
      const joined = events.length > 0 ? events : [{}];
      for (const event of joined) add({ kind: 'failure', at: at(), functionName, ms, error: maskText(error), ...event });
    }
  };

  /** Returns the request of a call that says none, when only one can have made it. */
  const onlyRequest = (functionName: string): { readonly requestId?: string } => {
    const ids = [...running.values()]
      .filter((one) => one.functionName === functionName)
      .flatMap(({ requestId, events }) => (requestId === undefined ? events.map((event) => event.requestId) : [requestId]));
    const [id, ...others] = new Set(ids);
    return id === undefined || others.length > 0 ? {} : { requestId: id };
  };

  return {
    invocation: (report) => (report.end ? end(report) : begin(report)),
    request({ method, path, status, ms, requestId }) {
      if (own.has(requestId)) return;
      const exchanged = exchanges.get(requestId);
      add({ kind: 'request', at: at(ms), requestId, method, path, query: '', status, ms, ...exchanged, ...tenantOf(path) });
    },
    databaseCall(call) {
      const facts = callFacts(call);
      if (facts)
        add({ kind: 'transaction', at: at(), functionName: call.functionName, ms: call.ms, ...onlyRequest(call.functionName), ...facts });
    },
    event(envelope, { eventBusName: bus, rules }) {
      const facts = factsOf(envelope);
      published.set(envelope.id, facts);
      add({ kind: 'bus', at: at(), bus, rules, ...facts });
    },
    delivery({ eventId, detailType, exchange, ...attempt }) {
      const { request, answer } = maskedExchange(exchange);
      const facts = published.get(eventId) ?? { eventId, event: detailType };
      add({ kind: 'delivery', at: at(), ...facts, ...attempt, ...(request && { request }), ...(answer && { answer }) });
    },
    email({ messageId, from, to, subject, text = '' }) {
      const sending = [...running.values()].flatMap(({ events }) => events);
      const requestId = sending.length === 1 ? sending[0]?.requestId : undefined;
      const joined = requestId === undefined ? {} : { requestId };
      add({ kind: 'email', at: at(), messageId, from, to, subject, text: maskText(text), ...joined });
    },
    denied: ({ principal, action, resource, message }) => add({ kind: 'denied', at: at(), principal, action, resource, message }),
  };
};

const tenantOf = (path: string): { readonly tenant?: string } => {
  const reseller = /^\/v3\/resellers\/(?<id>[\w-]+)/.exec(path)?.groups?.id;
  return reseller === undefined ? {} : { tenant: `/resellers/${reseller}` };
};

const factsOf = ({ id, detail, 'detail-type': type }: EventEnvelope): ReadEvent => {
  const { eventId = id, requestId, tenant } = (detail.metadata ?? {}) as Partial<ReadEvent>;
  const { event = type } = (detail.payload ?? {}) as { readonly event?: string };
  return { eventId, event, ...(requestId !== undefined && { requestId }), ...(tenant !== undefined && { tenant }) };
};

type Exchange = NonNullable<Parameters<Recorder['delivery']>[0]['exchange']>;

const maskedExchange = (exchange: Exchange | undefined): Pick<DeliveryStep, 'request' | 'answer'> => {
  if (!exchange) return {};
  const { method, url, headers, body, answer } = exchange;
  return {
    request: { method, url, headers: maskHeaders(headers), body: maskText(body) },
    ...(answer && { answer: { headers: maskHeaders(answer.headers), body: maskText(answer.body) } }),
  };
};
