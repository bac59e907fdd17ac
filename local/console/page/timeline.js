import { field, fill, h, mark, timeOf } from './dom.js';
import { summaryOf } from './groups.js';
import { stepView } from './step-view.js';

/** @import { Group, NumberedStep } from './groups.js' */

/** The most requests that are shown at once. */
const MOST_SHOWN = 300;

/** Makes the view of the timeline; `add` shows a step that is new. */
export const openTimeline = () => {
  /** @type {Map<string, { element: HTMLElement, group: Group }>} */
  const shown = new Map();
  const tenant = h('input', { type: 'search', oninput: () => applyFilters() });
  const event = h('input', { type: 'search', oninput: () => applyFilters() });
  const request = h('input', { type: 'search', oninput: () => applyFilters() });
  const status = h(
    'select',
    { onchange: () => applyFilters() },
    ...[['', 'any'], ['2', '2xx'], ['4', '4xx'], ['5', '5xx'], ...OUTCOME_FILTERS].map(([value, text]) =>
      h('option', { value }, text ?? ''),
    ),
  );
  const kind = h(
    'select',
    { onchange: () => applyFilters() },
    h('option', { value: 'request' }, 'requests'),
    h('option', { value: '' }, 'and background work'),
  );
  const list = h('ol', { class: 'groups', id: 'requests' });
  const count = h('p', { class: 'count', role: 'status' });
  const element = h(
    'section',
    { 'aria-labelledby': 'timeline-title' },
    h('h2', { id: 'timeline-title' }, 'Timeline'),
    h(
      'form',
      { class: 'filters', 'aria-label': 'Filters', onsubmit: (/** @type {Event} */ submitted) => submitted.preventDefault() },
      field('Tenant', tenant),
      field('Event', event),
      field('Status', status),
      field('Request id', request),
      field('Show', kind),
      h('button', { type: 'reset', onclick: () => setTimeout(applyFilters) }, 'Clear'),
    ),
    count,
    list,
  );

  /** @param {Group} group */
  const isWanted = (group) => {
    const summary = summaryOf(group);
    return (
      (kind.value === '' || group.kind === kind.value) &&
      (tenant.value === '' || (summary.tenant ?? '').includes(tenant.value.trim())) &&
      (event.value === '' || summary.events.some((name) => name.includes(event.value.trim()))) &&
      (request.value === '' || (group.requestId ?? '').includes(request.value.trim())) &&
      (status.value === '' ||
        summary.states.includes(status.value) ||
        (/^\d$/.test(status.value) && summary.status.startsWith(status.value)))
    );
  };

  const applyFilters = () => {
    let visible = 0;
    for (const one of shown.values()) {
      const isHidden = !isWanted(one.group) || visible >= MOST_SHOWN;
      one.element.hidden = isHidden;
      if (!isHidden) visible += 1;
    }
    count.textContent = visible === 0 ? 'Nothing to show yet: send a request, or change the filters.' : `${visible} shown`;
  };
  let pending = false;
  const applySoon = () => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      applyFilters();
    });
  };
  applyFilters();

  return {
    element,
    /** @param {Group} group @param {NumberedStep} step @param {readonly string[]} gone */
    add(group, step, gone) {
      for (const key of gone) {
        shown.get(key)?.element.remove();
        shown.delete(key);
      }
      const known = shown.get(group.key);
      if (known) updateGroup(known.element, group, step);
      else {
        const made = groupView(group);
        shown.set(group.key, { element: made, group });
        list.prepend(made);
      }
      applySoon();
    },
    /** Shows one request, open. @param {string} id */
    showRequest(id) {
      element.querySelector('form')?.reset();
      request.value = id;
      kind.value = '';
      applyFilters();
      const found = shown.get(id)?.element.querySelector('details');
      if (found) found.open = true;
    },
  };
};

const OUTCOME_FILTERS = [
  ['delivered', 'delivered'],
  ['retrying', 'retrying'],
  ['dead-letter', 'dead-lettered'],
  ['refused', 'refused by a condition'],
  ['failed', 'failed'],
  ['denied', 'denied by IAM'],
];

/** @param {Group} group */
const groupView = (group) => {
  const steps = h('ol', { class: 'steps' });
  const details = h('details', {}, h('summary', {}, ...summaryView(group)), steps);
  details.addEventListener('toggle', () => {
    if (details.open && steps.childElementCount === 0) fill(steps, ...inOrder(group).map(stepView));
  });
  return h('li', {}, details);
};

/** @param {HTMLElement} element @param {Group} group @param {NumberedStep} step */
const updateGroup = (element, group, step) => {
  const summary = element.querySelector('summary');
  if (summary) fill(summary, ...summaryView(group));
  const steps = element.querySelector('ol.steps');
  if (!steps || steps.childElementCount === 0) return;
  if (step.kind === 'request') fill(steps, ...inOrder(group).map(stepView));
  else steps.append(stepView(step));
};

/** A request is known when it is answered, and comes first. @param {Group} group */
const inOrder = ({ steps }) => [...steps.filter(({ kind }) => kind === 'request'), ...steps.filter(({ kind }) => kind !== 'request')];

/** @param {Group} group */
const summaryView = (group) => {
  const { at, title, status, tone, tenant, events, states } = summaryOf(group);
  return [
    h('time', { datetime: at }, timeOf(at)),
    mark(status, tone),
    h('code', { class: 'title' }, title),
    h(
      'span',
      { class: 'facts' },
      ...events.map((name) => h('span', { class: 'chip' }, name)),
      ...states.filter((state) => state !== status).map((state) => h('span', { class: 'chip state' }, state)),
      tenant && h('span', { class: 'quiet' }, tenant),
      group.requestId && h('span', { class: 'quiet' }, group.requestId),
    ),
  ];
};
