import { readList, require, safely } from './api.js';
import { field, fill, h, mark, table } from './dom.js';

const PAGE = 100;

/** @type {Readonly<Record<string, string>>} */
const TONES = { delivered: 'good', unconfirmed: 'plain', 'dead-letter': 'bad', 'not-sent': 'warn', unknown: 'plain' };

/** Makes the view of the event log of an API, with what became of each event at its endpoints. */
export const openEventLog = () => {
  const tenant = h('input', { type: 'search' });
  const event = h('input', { type: 'search' });
  const request = h('input', { type: 'search' });
  const count = h('p', { class: 'count', role: 'status' });
  const list = h('ol', { class: 'groups', id: 'events' });

  const open = safely(async () => {
    const filter = request.value.trim();
    const { items, hasMore } = await readList(
      `/v3/event-logs?sort=-createdAt&limit=${PAGE}${filter === '' ? '' : `&requestId=${encodeURIComponent(filter)}`}`,
      PAGE,
    );
    const wanted = items.filter((one) => one.tenant.includes(tenant.value.trim()) && one.event.includes(event.value.trim()));
    count.textContent = `${wanted.length} of the newest ${items.length}${hasMore ? ', and there are older ones' : ''}`;
    fill(list, ...wanted.map(entryView));
  });

  return {
    element: h(
      'section',
      { 'aria-labelledby': 'log-title' },
      h('h2', { id: 'log-title' }, 'Event log'),
      h(
        'form',
        {
          class: 'filters',
          'aria-label': 'Filters',
          onsubmit: (/** @type {Event} */ submitted) => {
            submitted.preventDefault();
            return open();
          },
        },
        field('Tenant', tenant),
        field('Event', event),
        field('Request id', request),
        h('button', { type: 'submit' }, 'Read again'),
      ),
      count,
      list,
    ),
    open,
  };
};

/** @param {any} entry */
const entryView = ({ id, at, event, tenant, actor, requestId, resource, resourceId, version, changes }) => {
  const content = h('div', { class: 'content' });
  const details = h(
    'details',
    {},
    h(
      'summary',
      {},
      h('time', { datetime: at }, new Date(at).toLocaleString('en-GB')),
      h('code', { class: 'title' }, event),
      h('span', { class: 'facts' }, h('span', { class: 'quiet' }, tenant), h('span', { class: 'quiet' }, requestId)),
    ),
    content,
  );
  const show = safely(async () => {
    if (!details.open || content.childElementCount > 0) return;
    const { endpoints } = await require('GET', `/v3/event-logs/${encodeURIComponent(id)}/deliveries`);
    fill(
      content,
      h('p', {}, `${actor} changed ${resource} ${resourceId}, version ${version}. Its Webhook-Id is ${id}.`),
      changes.length > 0 &&
        table(
          'Changes',
          ['Property', 'Before', 'After'],
          changes.map((/** @type {any} */ one) => [one.propertyName, JSON.stringify(one.oldValue), JSON.stringify(one.newValue)]),
        ),
      endpoints.length === 0
        ? h('p', {}, 'No endpoint subscribes to it.')
        : table(
            'Deliveries',
            ['Endpoint', 'Outcome', 'Explanation'],
            endpoints.map((/** @type {any} */ one) => [
              one.name ?? one.webhookId,
              mark(one.outcome, TONES[one.outcome] ?? 'plain'),
              one.explanation,
            ]),
          ),
    );
  });
  details.addEventListener('toggle', show);
  return h('li', {}, details);
};
