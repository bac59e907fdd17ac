import { call, readList, refusalOf, require, safely } from './api.js';
import { fill, h, mark, notify, table } from './dom.js';

/** @type {Readonly<Record<string, string>>} */
const TONES = { healthy: 'good', pending: 'plain', failing: 'warn', failed: 'bad', suspended: 'bad', disabled: 'plain' };

/**
 * Makes the view of webhook endpoints and of their dead letters.
 * @param {boolean} isReadOnly
 * @param {(requestId: string) => void} [showRequest]
 */
export const openEndpoints = (isReadOnly, showRequest) => {
  const endpoints = h('div');
  const letters = h('div');

  const open = safely(async () => {
    const [{ items }, dead] = await Promise.all([
      readList('/v3/webhooks?limit=100', 200),
      readList('/v3/webhook-event-logs?result=dead-letter&sort=-createdAt&limit=100', 100),
    ]);
    const names = new Map(items.map(({ id, name }) => [id, name]));
    fill(endpoints, table(`Made over the API: ${items.length}`, ENDPOINT_COLUMNS, items.map(endpointRow)));
    fill(
      letters,
      h('h3', {}, 'Dead letters'),
      dead.items.length === 0
        ? h('p', {}, 'None.')
        : table(
            `The newest ${dead.items.length}`,
            ['At', 'Event', 'Endpoint', 'Reason', 'Actions'],
            dead.items.map((delivery) => letterRow(delivery, names)),
          ),
    );
  });

  const test = async (/** @type {string} */ id, /** @type {string} */ name) => {
    await require('POST', `/v3/webhooks/${id}/test`, {});
    notify(`A test webhook is on its way to ${name}.`);
  };

  const redeliver = async (/** @type {string} */ id) => {
    const answer = await call('POST', `/v3/webhook-event-logs/${id}:redeliver`);
    if (answer.status >= 400) throw new Error(refusalOf(answer));
    notify('The webhook is on its way again.');
    await open();
  };

  /** @param {any} endpoint */
  const endpointRow = ({ id, name, url, status, statusReason, events }) => [
    name,
    h('span', {}, mark(status, TONES[status] ?? 'plain'), statusReason ? ` ${statusReason}` : ''),
    h('code', {}, url),
    events.join(', '),
    !isReadOnly && h('button', { type: 'button', 'aria-label': `Test ${name}`, onclick: safely(() => test(id, name)) }, 'Test'),
  ];

  /** @param {any} delivery @param {ReadonlyMap<string, string>} names */
  const letterRow = ({ id, at, event, webhookId, reason, requestId, redeliveredAt }, names) => [
    h('time', { datetime: at }, new Date(at).toLocaleString('en-GB')),
    h('code', {}, event),
    names.get(webhookId) ?? webhookId,
    h('span', {}, reason ?? '', redeliveredAt ? ' Redelivered.' : ''),
    h(
      'div',
      { class: 'row' },
      !isReadOnly && h('button', { type: 'button', 'aria-label': `Redeliver ${event}`, onclick: safely(() => redeliver(id)) }, 'Redeliver'),
      showRequest && requestId && h('button', { type: 'button', onclick: () => showRequest(requestId) }, 'Its request'),
    ),
  ];

  return {
    element: h(
      'section',
      { 'aria-labelledby': 'endpoints-title' },
      h('h2', { id: 'endpoints-title' }, 'Endpoints'),
      h('button', { type: 'button', onclick: open }, 'Read again'),
      endpoints,
      letters,
    ),
    open,
  };
};

const ENDPOINT_COLUMNS = ['Name', 'Health', 'URL', 'Events', 'Actions'];
