import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parseWebhook } from '../events/index.ts';
import { isDateTime } from '../functions/shared/contract/time.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

interface Documented {
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Documented>> }>>>>;
  readonly webhooks: Readonly<Record<string, object>>;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8')) as Document;
const DOCUMENTS = { api: read('openapi.json'), 'dry-run': read('openapi-dry-run.json') };
type DocumentName = keyof typeof DOCUMENTS;

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addFormat('date-time', isDateTime);
for (const [name, document] of Object.entries(DOCUMENTS)) ajv.addSchema(document, name);

// Documented headers that an answer may go without.
const OPTIONAL = new Set(['Idempotency-Replayed', 'Retry-After', 'Link', 'Resume-Cursor']);

// What the gateway answers itself, before or after a function: without our headers and without a
// problem.
const GATEWAY_STATUSES = [413, 429, 431, 500, 503];

/**
 * Throws, naming request and fault, unless the answer is one that the OpenAPI document gives for
 * its operation.
 */
export const requireConformance = (request: WireRequest, answer: WireAnswer): void => {
  const faults = answer.headers['x-request-id'] === undefined ? gatewayFaults(request, answer) : operationFaults(request, answer);
  if (faults.length > 0) {
    const line = `${request.method} ${request.path} → ${answer.status} ${answer.text}`;
    throw new Error(`The answer is not as documented: ${faults.join('; ')}\n${line}`);
  }
};

/**
 * Throws unless the webhook's body and headers are those documented for its event, and the parser
 * of consumers accepts the body.
 */
export const requireWebhookConformance = (headers: Readonly<Record<string, unknown>>, body: unknown): void => {
  const event = String(headers['webhook-event']);
  const operation = ['webhooks', event, 'post'];
  const faults =
    event in DOCUMENTS.api.webhooks
      ? [
          ...schemaFaults([...operation, 'requestBody', 'content', 'application/json', 'schema'], body),
          ...schemaFaults([...operation, 'parameters', '0', 'schema'], headers['webhook-id']),
          ...schemaFaults([...operation, 'parameters', '1', 'schema'], event),
          ...schemaFaults([...operation, 'parameters', '2', 'schema'], headers['webhook-signature']),
          ...schemaFaults([...operation, 'parameters', '3', 'schema'], headers['webhook-tenant']),
        ]
      : [`the event ${event} is not documented`];
  if (faults.length > 0) throw new Error(`The webhook is not as documented: ${faults.join('; ')}\n${JSON.stringify(body)}`);
  parseWebhook(body);
};

const gatewayFaults = ({ method }: WireRequest, { status, headers, body, text }: WireAnswer): readonly string[] => {
  const isGateways = GATEWAY_STATUSES.includes(status) && headers['content-type'] === 'application/json';
  if (isGateways && method === 'HEAD' && text === '') return [];
  if (isGateways && typeof body.message === 'string' && Object.keys(body).length === 1) return schemaFaults(PROBLEM, body);
  return ['there is no X-Request-Id, and the gateway does not answer so'];
};

const operationFaults = (request: WireRequest, answer: WireAnswer): readonly string[] => {
  const method = request.method.toLowerCase();
  const [path = '', query = ''] = request.path.split('?');
  const template = templateOf(path);
  // HEAD is documented as GET, and has no content.
  const documentedAs = method === 'head' ? 'get' : method;
  const find = (name: DocumentName) => (template === undefined ? undefined : DOCUMENTS[name].paths[template]?.[documentedAs]);
  const name = new URLSearchParams(query).get('dryRun') === 'true' && find('dry-run') ? 'dry-run' : 'api';
  const operation = find(name);
  // An encoded slash is part of a segment to the gateway, and a slash to the function behind.
  const isUnknown = template === undefined || /%2f/i.test(path);
  if (template === undefined || !operation) return fallbackFaults(isUnknown ? 404 : 405, answer);
  const documented = operation.responses[answer.status];
  if (!documented) return [`the status ${answer.status} is not documented`];
  const place = ['paths', template, documentedAs, 'responses', String(answer.status)];
  const { content: _, ...withoutContent } = documented;
  return [...headerFaults(documented, answer), ...contentFaults(method === 'head' ? withoutContent : documented, place, answer, name)];
};

const fallbackFaults = (status: number, answer: WireAnswer): readonly string[] => [
  ...(answer.status === status ? [] : [`the status must be ${status}`]),
  ...(answer.headers['content-type'] === 'application/problem+json' ? [] : ['the content type is not application/problem+json']),
  ...(status === 405 && !answer.headers.allow ? ['there is no Allow'] : []),
  ...(answer.text === '' ? [] : problemFaults(answer)),
];

/** The path of the document that a request is for; a colon may come percent-encoded. */
const templateOf = (path: string): string | undefined =>
  Object.keys(DOCUMENTS.api.paths).find((known) => patternOf(known).test(path.replaceAll(/%3a/gi, ':')));

const headerFaults = ({ headers = {} }: Documented, answer: WireAnswer): readonly string[] =>
  Object.keys(headers)
    .filter((name) => !OPTIONAL.has(name) && !answer.headers[name.toLowerCase()])
    .map((name) => `there is no ${name}`);

const contentFaults = ({ content }: Documented, place: readonly string[], answer: WireAnswer, name: DocumentName): readonly string[] => {
  if (!content) return answer.text === '' ? [] : ['there is a body'];
  // A page says its charset, which its media type in the document does not.
  const type = (answer.headers['content-type'] ?? '').replace(/^text\/html;.*/, 'text/html');
  if (!Object.hasOwn(content, type)) return [`the content type "${type}" is not documented`];
  return [
    ...('schema' in (content[type] ?? {}) ? schemaFaults([...place, 'content', type, 'schema'], answer.json, name) : []),
    ...(type === 'application/problem+json' ? problemFaults(answer) : []),
  ];
};

const PROBLEM = ['components', 'schemas', 'Problem'];

// The schema also describes what the gateway answers, which has only a message.
const WHOLE = ['type', 'title', 'status', 'detail', 'instance', 'code', 'message'];

const problemFaults = ({ body }: WireAnswer): readonly string[] => [
  ...schemaFaults(PROBLEM, body),
  ...WHOLE.filter((member) => !Object.hasOwn(body, member)).map((member) => `the problem has no ${member}`),
];

const schemaFaults = (place: readonly string[], value: unknown, name: DocumentName = 'api'): readonly string[] => {
  const pointer = place.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.getSchema(`${name}#/${pointer}`);
  if (!validate) throw new Error(`There is no schema at ${pointer}`);
  return validate(value) ? [] : (validate.errors ?? []).map(faultOf);
};

const faultOf = ({ instancePath, message, params }: ErrorObject): string => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;

// No id of the API has a colon: behind it stands a verb.
const patternOf = (template: string): RegExp => {
  const pattern = template.replaceAll('.', '\\.').replaceAll(/\{(?:id|contactId)\}/g, '[^/:]+');
  return new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
};
