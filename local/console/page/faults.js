import { act, call, readList, readState, refusalOf, safely } from './api.js';
import { field, fill, h, notify } from './dom.js';
import { shortName } from './groups.js';

/** @import { State } from './api.js' */

const REFRESH_MS = 1000;

/**
 * Makes the view of faults, and of where events are meanwhile.
 * @param {readonly string[]} functions
 */
export const openFaults = (functions) => {
  const receiver = select([
    ['200', '200, accept'],
    ['500', '500, to be tried again'],
    ['429', '429, too many'],
    ['400', '400, refuse for good'],
    ['410', '410, gone'],
  ]);
  const throttle = select([
    ['none', 'none'],
    ['half', 'every other call'],
    ['all', 'every call'],
  ]);
  const crash = select([
    ['', 'none'],
    ...functions.map((name) => /** @type {const} */ ([name, shortName(name)])).toSorted(([, one], [, other]) => (one < other ? -1 : 1)),
  ]);
  const facts = { receiver: h('p', {}), throttle: h('p', {}), crash: h('p', {}) };
  const tally = h('dl', { class: 'tally', id: 'tally' });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;

  const show = async () => {
    const state = await readState();
    fill(tally, ...tallyView(state));
    facts.receiver.textContent = receiverText(state.receiver);
    facts.throttle.textContent = state.faults?.throttle === 'none' ? 'Off.' : `${state.faults?.throttled} calls were throttled.`;
    facts.crash.textContent = state.faults?.crash ? `It crashed ${state.faults.crashed} times.` : 'Off.';
    follow(throttle, state.faults?.throttle ?? 'none');
    follow(crash, state.faults?.crash ?? '');
    if (state.receiver) follow(receiver, String(state.receiver.answer));
  };

  const apply = (/** @type {string} */ name, /** @type {() => object} */ body, /** @type {() => string} */ done) =>
    safely(async () => {
      await act(name, body());
      for (const control of [receiver, throttle, crash]) CHOSEN.delete(control);
      notify(done());
      await show();
    });

  const send = safely(async () => {
    const { items } = await readList('/v3/resellers?limit=1', 1);
    const [reseller] = items;
    if (!reseller) throw new Error('There is no reseller whose organization could be made.');
    const answer = await call('POST', `/v3/resellers/${reseller.id}/organizations`, {
      name: `Organization ${new Date().toISOString()}`,
      email: 'it@fabrikam.example',
      allowedUsers: 10,
    });
    if (answer.status >= 400) throw new Error(refusalOf(answer));
    notify(`An organization of ${reseller.name} was created.`);
    await show();
  });

  const element = h(
    'section',
    { 'aria-labelledby': 'faults-title' },
    h('h2', { id: 'faults-title' }, 'Faults'),
    h('p', {}, 'Break a part, send requests, end the fault, and watch: no event is lost. A fault is over when it is set back.'),
    h('button', { type: 'button', onclick: send }, 'Send a request: create an organization'),
    tally,
    card(
      'The built-in receiver answers',
      receiver,
      apply(
        'receiver',
        () => ({ answer: Number(receiver.value) }),
        () => `The receiver answers ${receiver.value} from now on.`,
      ),
      facts.receiver,
    ),
    card(
      'Calls of the table that are throttled',
      throttle,
      apply(
        'throttle',
        () => ({ calls: throttle.value }),
        () => 'The table is set.',
      ),
      facts.throttle,
    ),
    card(
      'A function that crashes in each invocation',
      crash,
      apply(
        'crash',
        () => (crash.value === '' ? {} : { functionName: crash.value }),
        () => 'The function is set.',
      ),
      facts.crash,
    ),
  );

  return {
    element,
    open() {
      void safely(show)();
      timer = setInterval(() => void show().catch(() => undefined), REFRESH_MS);
    },
    close: () => clearInterval(timer),
  };
};

/**
 * Controls with a choice that is not set yet.
 * @type {WeakSet<HTMLSelectElement>}
 */
const CHOSEN = new WeakSet();

/** @param {readonly (readonly [value: string, text: string])[]} options */
const select = (options) => {
  const control = h('select', {}, ...options.map(([value, text]) => h('option', { value }, text)));
  control.addEventListener('change', () => CHOSEN.add(control));
  return control;
};

/**
 * Shows what is set, unless somebody is choosing.
 * @param {HTMLSelectElement} control
 * @param {string} value
 */
const follow = (control, value) => {
  if (!CHOSEN.has(control) && document.activeElement !== control) control.value = value;
};

/**
 * @param {string} label
 * @param {HTMLSelectElement} control
 * @param {EventListener} apply
 * @param {Element} fact
 */
const card = (label, control, apply, fact) =>
  h(
    'div',
    { class: 'card' },
    h(
      'div',
      { class: 'row' },
      field(label, control),
      h('button', { type: 'button', onclick: apply, 'aria-label': `Set: ${label}` }, 'Set'),
    ),
    fact,
  );

const TALLY = /** @type {const} */ ([
  ['committed', 'Events committed'],
  ['waiting', 'Not on the bus yet'],
  ['published', 'On the bus'],
  ['delivered', 'Webhooks accepted'],
  ['retrying', 'To be tried again'],
  ['deadLettered', 'Dead letters'],
  ['lost', 'Lost'],
]);

/** @param {State} state */
const tallyView = ({ tally = {} }) =>
  TALLY.map(([name, title]) => h('div', {}, h('dt', {}, title), h('dd', { id: `tally-${name}` }, tally[name] ?? 0)));

/** @param {State['receiver']} receiver */
const receiverText = (receiver) =>
  receiver
    ? `It has seen ${receiver.attempts} attempts, and accepted ${receiver.accepted} different webhooks, all signed as they should be${receiver.unsigned > 0 ? ` except ${receiver.unsigned}` : ''}.`
    : 'It is no endpoint yet: set an answer, and it becomes one.';
