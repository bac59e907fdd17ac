import type { InvocationReport } from '@tenantry/cdk-local/lambda/invocation-report';
import { jsonIn, maskHeaders, maskQuery, maskText } from './mask.ts';
import { READ_HEADER } from './read-header.ts';
import type { HttpMessage } from './steps.ts';

/** The event of a request of the API, as far as it is read here. */
interface ProxyEvent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly rawQueryString?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: { readonly requestId?: string };
}

interface StreamEvent {
  readonly Records?: readonly {
    readonly eventSource?: string;
    readonly dynamodb?: { readonly NewImage?: { readonly metadata?: { readonly M?: Readonly<Record<string, { readonly S?: string }>> } } };
  }[];
}

/** The facts of an event that a function read from a stream. */
export interface ReadEvent {
  readonly eventId: string;
  readonly requestId?: string;
  readonly tenant?: string;
  readonly event?: string;
}

/** Returns the id of the request that a function answers; undefined when it answers none. */
export const requestIdOf = ({ event }: InvocationReport): string | undefined => (event as ProxyEvent | null)?.requestContext?.requestId;

/** Returns the facts of the events in a batch of a table's stream. */
export const eventsIn = ({ event }: InvocationReport): readonly ReadEvent[] =>
  ((event as StreamEvent | null)?.Records ?? []).flatMap(({ eventSource, dynamodb }) => {
    const metadata = dynamodb?.NewImage?.metadata?.M;
    const eventId = metadata?.eventId?.S;
    if (eventSource !== 'aws:dynamodb' || eventId === undefined) return [];
    const [requestId, tenant] = [metadata?.requestId?.S, metadata?.tenant?.S];
    return [{ eventId, ...(requestId !== undefined && { requestId }), ...(tenant !== undefined && { tenant }) }];
  });

/** Returns whether a request only reads, for the console itself. */
export const isOwnRead = ({ event }: InvocationReport): boolean => (event as ProxyEvent | null)?.headers?.[READ_HEADER] !== undefined;

/** A request and its answer, without secrets. */
export interface Exchanged {
  readonly query: string;
  readonly request: HttpMessage;
  readonly answer?: HttpMessage;
  readonly error?: string;
  readonly missing?: string;
}

/** Returns the request and the answer of an invocation that has ended. */
export const exchangeOf = ({ event, end }: InvocationReport): Exchanged => {
  const request = event as ProxyEvent;
  const answer = end?.result as Partial<ProxyEvent> | undefined;
  const missing = missingIn(answer);
  return {
    query: maskQuery(request.rawQueryString ?? ''),
    request: messageOf(request),
    ...(answer && { answer: messageOf(answer) }),
    ...(end?.error !== undefined && { error: end.error }),
    ...(missing !== undefined && { missing }),
  };
};

const messageOf = ({ headers = {}, body = '', isBase64Encoded = false }: ProxyEvent): HttpMessage => ({
  headers: maskHeaders(headers),
  body: isBase64Encoded ? `${Buffer.from(body, 'base64').length} bytes` : maskText(body),
});

const missingIn = (answer: ProxyEvent | undefined): string | undefined => {
  if (!answer?.body?.includes('permission-missing')) return undefined;
  const { permission } = (jsonIn(answer.body) ?? {}) as { readonly permission?: string };
  return permission;
};
