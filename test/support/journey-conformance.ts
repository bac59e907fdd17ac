import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isDateTime } from '../../functions/shared/contract/time.ts';
import type { WireAnswer, WireRequest } from './journey-http.ts';

interface Documented {
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Documented>> }>>>>;
  readonly webhooks: Readonly<Record<string, object>>;
}

const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addFormat('date-time', isDateTime);
ajv.addSchema(document, 'api');

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
  const [path = ''] = request.path.split('?');
  const faults = answer.headers['x-request-id'] === undefined ? gatewayFaults(answer) : operationFaults(request.method, path, answer);
  if (faults.length > 0) {
    const line = `${request.method} ${request.path} → ${answer.status} ${answer.text}`;
    throw new Error(`The answer is not as documented: ${faults.join('; ')}\n${line}`);
  }
};

/** Throws unless the webhook's body and headers are those documented for its event. */
export const requireWebhookConformance = (headers: Readonly<Record<string, unknown>>, body: unknown): void => {
  const event = String(headers['webhook-event']);
  const operation = ['webhooks', event, 'post'];
  const faults =
    event in document.webhooks
      ? [
          ...schemaFaults([...operation, 'requestBody', 'content', 'application/json', 'schema'], body),
          ...schemaFaults([...operation, 'parameters', '0', 'schema'], headers['webhook-id']),
          ...schemaFaults([...operation, 'parameters', '1', 'schema'], event),
          ...schemaFaults([...operation, 'parameters', '2', 'schema'], headers['webhook-signature']),
          ...schemaFaults([...operation, 'parameters', '3', 'schema'], headers['webhook-tenant']),
        ]
      : [`the event ${event} is not documented`];
  if (faults.length > 0) throw new Error(`The webhook is not as documented: ${faults.join('; ')}\n${JSON.stringify(body)}`);
};

const gatewayFaults = ({ status, headers, body }: WireAnswer): readonly string[] => {
  const refusal = GATEWAY_STATUSES.includes(status) && headers['content-type'] === 'application/json' && typeof body.message === 'string';
  return refusal && Object.keys(body).length === 1 ? [] : ['there is no X-Request-Id, and the gateway does not answer so'];
};

const operationFaults = (method: string, path: string, answer: WireAnswer): readonly string[] => {
  const template = templateOf(path);
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (template === undefined || !operation) return fallbackFaults(template === undefined ? 404 : 405, answer);
  const documented = operation.responses[answer.status];
  if (!documented) return [`the status ${answer.status} is not documented`];
  const place = ['paths', template, method.toLowerCase(), 'responses', String(answer.status)];
  return [...headerFaults(documented, answer), ...contentFaults(documented, place, answer)];
};

const fallbackFaults = (status: number, answer: WireAnswer): readonly string[] => [
  ...(answer.status === status ? [] : [`the status must be ${status}`]),
  ...(answer.headers['content-type'] === 'application/problem+json' ? [] : ['the content type is not application/problem+json']),
  ...(status === 405 && !answer.headers.allow ? ['there is no Allow'] : []),
  ...schemaFaults(['components', 'schemas', 'Problem'], answer.body),
];

/** The path of the document that a request is for; a colon may come percent-encoded. */
const templateOf = (path: string): string | undefined =>
  Object.keys(document.paths).find((known) => patternOf(known).test(path.replaceAll(/%3a/gi, ':')));

const headerFaults = ({ headers = {} }: Documented, answer: WireAnswer): readonly string[] =>
  Object.keys(headers)
    .filter((name) => !OPTIONAL.has(name) && !(name === 'ETag' && answer.body.dryRun) && !answer.headers[name.toLowerCase()])
    .map((name) => `there is no ${name}`);

const contentFaults = ({ content }: Documented, place: readonly string[], answer: WireAnswer): readonly string[] => {
  if (!content) return answer.text === '' ? [] : ['there is a body'];
  const type = answer.headers['content-type'] ?? '';
  if (!Object.hasOwn(content, type)) return [`the content type "${type}" is not documented`];
  return schemaFaults([...place, 'content', type, 'schema'], answer.json);
};

const schemaFaults = (place: readonly string[], value: unknown): readonly string[] => {
  const pointer = place.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.getSchema(`api#/${pointer}`);
  if (!validate) throw new Error(`There is no schema at ${pointer}`);
  return validate(value) ? [] : (validate.errors ?? []).map(faultOf);
};

const faultOf = ({ instancePath, message, params }: ErrorObject): string => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;

// Behind the colon of an id stands a verb.
const patternOf = (template: string): RegExp => {
  const pattern = template.replaceAll('.', '\\.').replaceAll('{id}', '[^/:]+');
  return new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`);
};
