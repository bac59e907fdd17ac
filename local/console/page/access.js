import { act, safely } from './api.js';
import { field, h, mark, notify, timeOf } from './dom.js';

/** @import { NumberedStep } from './groups.js' */

const MOST_DENIALS = 100;

/**
 * Makes the view of tokens and of denials; `add` takes every step.
 * @param {readonly string[]} permissions
 * @param {(requestId: string) => void} showRequest
 */
export const openAccess = (permissions, showRequest) => {
  const denials = h('ol', { class: 'cards', id: 'denials' });
  const none = h('p', {}, 'Nobody was denied anything yet.');
  const element = h(
    'section',
    { 'aria-labelledby': 'access-title' },
    h('h2', { id: 'access-title' }, 'Access'),
    tokenForm(permissions),
    h('h3', {}, 'Denials'),
    none,
    denials,
  );
  return {
    element,
    /** @param {NumberedStep} step */
    add(step) {
      const view = denialView(step, showRequest);
      if (!view) return;
      none.hidden = true;
      denials.prepend(view);
      if (denials.childElementCount > MOST_DENIALS) denials.lastElementChild?.remove();
    },
  };
};

/** @param {readonly string[]} permissions */
const tokenForm = (permissions) => {
  const boxes = permissions.map((name) => h('input', { type: 'checkbox', name: 'permission', value: name }));
  const reseller = h('input', { type: 'text', autocomplete: 'off' });
  const partner = h('input', { type: 'number', min: '1', autocomplete: 'off' });
  const token = h('textarea', { rows: '4', readonly: true, 'aria-label': 'The token' });
  const copy = async () => {
    await navigator.clipboard.writeText(token.value);
    notify('The token is copied.');
  };
  const result = h('div', { hidden: true }, token, h('button', { type: 'button', onclick: safely(copy) }, 'Copy'));

  const make = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const made = await act('token', {
      permissions: boxes.filter((box) => box.checked).map((box) => box.value),
      ...(reseller.value !== '' && { reseller: reseller.value.trim() }),
      ...(partner.value !== '' && { partner: Number(partner.value) }),
    });
    token.value = made.token;
    result.hidden = false;
    token.focus();
  };

  return h(
    'form',
    { onsubmit: safely(make), class: 'card' },
    h('h3', {}, 'Make a token'),
    h(
      'fieldset',
      {},
      h('legend', {}, 'Permissions'),
      h('div', { class: 'choices' }, ...boxes.map((box) => h('label', {}, box, ' ', h('code', {}, box.value)))),
    ),
    h(
      'div',
      { class: 'row' },
      field('Only for the reseller', reseller, 'its id; empty for all'),
      field('Only for the partner', partner, 'its number; empty for all'),
      h('button', { type: 'submit' }, 'Make it'),
    ),
    result,
  );
};

/** @param {NumberedStep} step @param {(requestId: string) => void} showRequest */
const denialView = (step, showRequest) => {
  if (step.kind === 'denied')
    return h(
      'li',
      { class: 'card' },
      mark('IAM', 'bad'),
      h('time', { datetime: step.at }, timeOf(step.at)),
      h('p', {}, 'The missing grant: ', h('code', {}, step.action), ' on ', h('code', {}, step.resource)),
      h('p', { class: 'quiet' }, step.message),
    );
  if (step.kind !== 'request' || ![401, 403].includes(step.status)) return undefined;
  const { requestId } = step;
  return h(
    'li',
    { class: 'card' },
    mark(String(step.status), 'warn'),
    ' ',
    h('time', { datetime: step.at }, timeOf(step.at)),
    ' ',
    h('code', {}, `${step.method} ${step.path}`),
    h('p', {}, step.missing ? h('span', {}, 'The missing grant: ', h('code', {}, step.missing)) : detailOf(step.answer?.body)),
    requestId && h('button', { type: 'button', onclick: () => showRequest(requestId) }, 'Its request'),
  );
};

/** @param {string | undefined} body */
const detailOf = (body) => {
  try {
    return String(JSON.parse(body ?? '{}').detail ?? 'No reason was given.');
  } catch {
    return 'No reason was given.';
  }
};
