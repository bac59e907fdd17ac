import { call, refusalOf, safely } from './api.js';
import { h, mark, pretty, table } from './dom.js';

/**
 * @typedef {object} DryRun
 * @property {string} title
 * @property {string} label
 * @property {string} method
 * @property {string} path
 * @property {object} body
 */

/**
 * Asks the API what a change would do, shows it, and makes the change when it is confirmed.
 * @param {DryRun} change
 * @returns {Promise<boolean>} whether the change was made
 */
export const confirmChange = async ({ title, label, method, path, body }) => {
  const report = await call(method, `${path}?dryRun=true`, body);
  const { promise, resolve } = Promise.withResolvers();
  const isRefused = report.status >= 400;
  const problem = h('p', { class: 'bad-text', role: 'alert' });
  const confirm = h(
    'button',
    {
      type: 'button',
      disabled: isRefused,
      onclick: safely(async () => {
        const made = await call(method, path, body);
        if (made.status >= 400) problem.textContent = refusalOf(made);
        else close(true);
      }),
    },
    label,
  );
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'dry-run-title' },
    h('h2', { id: 'dry-run-title' }, title),
    ...(isRefused ? refusalView(report) : reportView(report.body)),
    problem,
    h('div', { class: 'row' }, confirm, h('button', { type: 'button', onclick: () => close(false) }, 'Cancel')),
  );
  const close = (/** @type {boolean} */ isMade) => {
    dialog.close();
    dialog.remove();
    resolve(isMade);
  };
  dialog.addEventListener('cancel', () => close(false));
  document.body.append(dialog);
  dialog.showModal();
  return promise;
};

/** @param {import('./api.js').Answer} answer */
const refusalView = (answer) => [
  h('p', {}, 'The dry run was refused; nothing would change.'),
  h('p', {}, mark(String(answer.status), 'bad'), ' ', refusalOf(answer)),
];

/**
 * @param {{ events: { event: string, tenant: string, changed: string[], data: unknown }[],
 *   limits: { limitName: string, by: number, limit?: number, count?: number }[] }} report
 */
const reportView = ({ events, limits }) => [
  h('p', {}, 'A dry run: nothing has changed yet.'),
  table(
    `Events that would be published: ${events.length}`,
    ['Event', 'Tenant', 'Changes'],
    events.map(({ event, tenant, changed, data }) => [
      h('code', {}, event),
      h('code', {}, tenant),
      h('details', {}, h('summary', {}, changed.join(', ') || 'its data'), h('pre', {}, pretty(data))),
    ]),
  ),
  limits.length > 0 &&
    table(
      'Limits that it uses',
      ['Limit', 'Uses', 'Afterwards'],
      limits.map(({ limitName, by, limit, count }) => [limitName, by, count === undefined ? '' : `${count} of ${limit}`]),
    ),
];
