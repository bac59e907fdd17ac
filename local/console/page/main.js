import { readState } from './api.js';
import { fill, h } from './dom.js';
import { deployedViews, localViews } from './views.js';

/** @import { View } from './views.js' */

const state = await readState();
const views = state.mode === 'local' ? localViews(state) : deployedViews();

const content = /** @type {HTMLElement} */ (document.getElementById('content'));
const connection = /** @type {HTMLElement} */ (document.getElementById('connection'));
/** @type {View | undefined} */
let current;

const show = () => {
  const wanted = location.hash.slice(1);
  // A link to the content is no view.
  if (wanted === 'content') return content.focus();
  const view = views.tabs.find(({ name }) => name === wanted) ?? views.tabs[0];
  if (!view) return undefined;
  current?.close?.();
  current = view;
  document.title = `${view.title} · Tenantry console`;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${view.name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  fill(content, view.element);
  return view.open?.();
};

/** Reads the steps from the server, the last ones first; a browser connects again by itself. */
const follow = () => {
  const source = new EventSource('/_console/events');
  source.onopen = () => {
    connection.textContent = `Live: ${state.api}`;
  };
  source.onerror = () => {
    connection.textContent =
      source.readyState === EventSource.CLOSED
        ? 'The console has ended: open the link that the next start prints.'
        : 'The connection is lost; trying again …';
  };
  source.onmessage = ({ data, lastEventId }) => views.add({ ...JSON.parse(data), id: Number(lastEventId) });
};

fill(
  /** @type {HTMLElement} */ (document.getElementById('views')),
  ...views.tabs.map(({ name, title }) => h('li', {}, h('a', { href: `#${name}` }, title))),
);
addEventListener('hashchange', show);
show();
if (state.mode === 'local') follow();
else connection.textContent = `Read only: ${state.api}`;
