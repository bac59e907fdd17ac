import { notify } from './dom.js';

/**
 * @typedef {object} State
 * @property {'local' | 'deployed'} mode
 * @property {string} api
 * @property {string} [stage]
 * @property {readonly string[]} permissions
 * @property {readonly string[]} functions
 * @property {number} mostSteps
 * @property {{ throttle: string, throttled: number, crash?: string, crashed: number }} [faults]
 * @property {Readonly<Record<string, number>>} [tally]
 * @property {{ webhookId: string, answer: number, attempts: number, accepted: number, unsigned: number }} [receiver]
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body
 * @property {string} [next]
 */

const BASE = '/_console';

/** Reads what the console knows besides steps. @returns {Promise<State>} */
export const readState = async () => read(await fetch(`${BASE}/state`));

/**
 * Runs an action of the console.
 * @param {string} name
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export const act = async (name, body = {}) =>
  read(
    await fetch(`${BASE}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenantry-console': '1' },
      body: JSON.stringify(body),
    }),
  );

/** @param {Response} response */
const read = async (response) => {
  if (response.ok) return response.json();
  const text = await response.text();
  throw new Error(response.headers.get('content-type')?.includes('json') ? JSON.parse(text).error : text);
};

/**
 * Calls the API with the operator's token.
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<Answer>}
 */
export const call = (method, path, body) => act('call', { method, path, ...(body && { body }) });

/**
 * Calls the API; a refusal is an error with its words.
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export const require = async (method, path, body) => {
  const answer = await call(method, path, body);
  if (answer.status >= 400) throw new Error(refusalOf(answer));
  return answer.body;
};

/** Returns the words of a problem. @param {Answer} answer */
export const refusalOf = ({ status, body }) => `${status} ${body.code ?? ''}: ${body.detail ?? body.title ?? 'no reason was given'}`;

/**
 * Reads a list, page by page, up to a number of entries.
 * @param {string} path
 * @param {number} [most]
 * @returns {Promise<{ items: any[], hasMore: boolean }>}
 */
export const readList = async (path, most = 500) => {
  const items = [];
  /** @type {string | undefined} */
  let next = path;
  while (next !== undefined && items.length < most) {
    const answer = await call('GET', next);
    if (answer.status >= 400) throw new Error(refusalOf(answer));
    items.push(...(Array.isArray(answer.body) ? answer.body : answer.body.data));
    next = answer.next;
  }
  return { items, hasMore: next !== undefined };
};

/**
 * Makes a listener that says what went wrong.
 * @param {(event: Event) => unknown} run
 */
export const safely =
  (run) =>
  async (event = new Event('open')) => {
    try {
      await run(event);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), 'bad');
    }
  };
