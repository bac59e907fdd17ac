import { h, mark, pretty, timeOf } from './dom.js';
import { shortName } from './groups.js';

/** @import { NumberedStep } from './groups.js' */
/** @import { HttpMessage, WriteFacts } from '../steps.ts' */

const LABELS = {
  request: 'Request',
  transaction: 'Table',
  stream: 'Stream',
  bus: 'Bus',
  delivery: 'Delivery',
  email: 'E-mail',
  failure: 'Function failed',
  denied: 'Denied by IAM',
};

/** Shows one step; what it carries opens below it. @param {NumberedStep} step */
export const stepView = (step) =>
  h(
    'li',
    { class: `step ${step.kind}` },
    h(
      'div',
      { class: 'step-head' },
      h('strong', {}, LABELS[step.kind]),
      h('time', { datetime: step.at }, timeOf(step.at)),
      ...headOf(step).map((part) => (typeof part === 'string' ? h('span', {}, part) : part)),
    ),
    ...bodyOf(step),
  );

/** @param {number} ms */
const duration = (ms) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

const OUTCOMES = /** @type {const} */ ({
  ...{ committed: 'good', delivered: 'good', refused: 'warn', retrying: 'warn' },
  ...{ failed: 'bad', 'dead-letter': 'bad', dropped: 'bad' },
});

/** @param {NumberedStep} step @returns {(Node | string)[]} */
const headOf = (step) => {
  switch (step.kind) {
    case 'request':
      return [
        h('code', {}, `${step.method} ${step.path}${step.query && `?${step.query}`}`),
        mark(String(step.status), step.status < 400 ? 'good' : 'warn'),
        duration(step.ms),
      ];
    case 'transaction':
      return [mark(step.outcome, OUTCOMES[step.outcome]), `${step.operation}, ${step.writes.length} writes, ${duration(step.ms)}`];
    case 'stream':
      return [`read by ${shortName(step.functionName)}`, step.batch > 1 ? `in a batch of ${step.batch}` : ''];
    case 'bus':
      return [h('code', {}, step.event ?? ''), step.rules.length === 1 ? '1 rule' : `${step.rules.length} rules`];
    case 'delivery':
      return [mark(step.outcome, OUTCOMES[step.outcome]), `${step.rule}, attempt ${step.attempt}`, duration(step.latencyMs)];
    case 'email':
      return [step.subject, `to ${step.to.join(', ')}`];
    case 'failure':
      return [shortName(step.functionName), duration(step.ms)];
    case 'denied':
      return [h('code', {}, step.action)];
  }
};

/** @param {NumberedStep} step @returns {(Node | string)[]} */
const bodyOf = (step) => {
  switch (step.kind) {
    case 'request':
      return [
        ...(step.error ? [h('p', { class: 'bad-text' }, step.error)] : []),
        ...(step.missing ? [h('p', {}, 'The caller lacks the permission ', h('code', {}, step.missing), '.')] : []),
        ...message('Request', step.request),
        ...message('Answer', step.answer),
      ];
    case 'transaction':
      return [...(step.error ? [h('p', { class: 'bad-text' }, step.error)] : []), ...writesView(step.writes)];
    case 'bus':
      return [h('p', {}, `On ${step.bus}; matched ${step.rules.join(', ') || 'no rule'}.`)];
    case 'delivery':
      return [
        h('p', {}, `${step.endpointName} → ${step.url}${step.status === undefined ? '' : `, answered ${step.status}`}`),
        ...(step.error ? [h('p', { class: 'bad-text' }, step.error)] : []),
        ...(step.nextInMs === undefined ? [] : [h('p', {}, `Tried again in ${(step.nextInMs / 1000).toFixed(1)} s.`)]),
        ...message('Webhook', step.request),
        ...message('Answer', step.answer),
      ];
    case 'email':
      return [h('pre', {}, step.text)];
    case 'failure':
      return [h('p', { class: 'bad-text' }, step.error)];
    case 'denied':
      return [h('p', {}, step.message)];
    default:
      return [];
  }
};

/**
 * Shows the writes whose conditions failed at once, and the others on demand.
 * @param {readonly WriteFacts[]} writes
 */
const writesView = (writes) => {
  const failed = writes.filter((write) => write.failed !== undefined);
  const others = writes.filter((write) => write.failed === undefined);
  const list = (/** @type {readonly WriteFacts[]} */ some) => h('ol', { class: 'writes' }, ...some.map(writeView));
  return [
    ...(failed.length > 0 ? [list(failed)] : []),
    ...(others.length > 0
      ? [more(failed.length > 0 ? `The other writes: ${others.length}` : `Its writes: ${others.length}`, list(others))]
      : []),
  ];
};

/** @param {WriteFacts} write */
const writeView = ({ action, key, condition, update, item, failed }) =>
  h(
    'li',
    {},
    h('code', {}, `${action}  ${key}`),
    failed && mark(failed, 'bad'),
    condition && h('p', {}, failed ? 'refused by the condition ' : 'if ', h('code', {}, condition)),
    update && h('p', {}, h('code', {}, update)),
    item !== undefined && more('Item', h('pre', {}, pretty(item))),
  );

/** @param {string} name @param {HttpMessage | undefined} given */
const message = (name, given) => {
  if (!given) return [];
  const headers = Object.entries(given.headers).map(([header, value]) => `${header}: ${value}`);
  return [
    more(`${name}: headers`, h('pre', {}, headers.join('\n'))),
    ...(given.body ? [more(`${name}: body`, h('pre', {}, pretty(given.body)))] : []),
  ];
};

/** @param {string} title @param {Node} content */
const more = (title, content) => h('details', {}, h('summary', {}, title), content);
