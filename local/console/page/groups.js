/** @import { Step } from '../steps.ts' */

/** @typedef {Step & { id: number }} NumberedStep */

/**
 * @typedef {object} Group
 * @property {string} key
 * @property {string | undefined} requestId
 * @property {NumberedStep[]} steps
 * @property {'request' | 'background'} kind
 */

/** Returns by what a step belongs together with others. @param {NumberedStep} step */
const keyOf = (step) => step.requestId ?? step.eventId ?? `${step.kind} ${step.id}`;

/**
 * Keeps steps by the request that they come from, at most as many steps as the server does.
 * @param {number} most
 */
export const openGroups = (most) => {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  let count = 0;
  let newest = 0;

  const forgetOldest = () => {
    const [oldest] = groups.values();
    if (!oldest) return undefined;
    count -= oldest.steps.length;
    groups.delete(oldest.key);
    return oldest.key;
  };

  return {
    /**
     * Takes a step; returns its group and the keys of those that went. A step that is known changes
     * nothing.
     * @param {NumberedStep} step
     * @returns {{ group: Group, gone: string[] } | undefined}
     */
    add(step) {
      if (step.id <= newest) return undefined;
      newest = step.id;
      const key = keyOf(step);
      const group = groups.get(key) ?? { key, requestId: step.requestId, steps: [], kind: 'background' };
      groups.set(key, group);
      group.steps.push(step);
      if (step.kind === 'request') group.kind = 'request';
      count += 1;
      const gone = [];
      while (count > most && groups.size > 1) {
        const old = forgetOldest();
        if (old !== undefined) gone.push(old);
      }
      return { group, gone };
    },
  };
};

/**
 * @typedef {object} Summary
 * @property {string} at
 * @property {string} title
 * @property {string} status
 * @property {'good' | 'bad' | 'warn' | 'plain'} tone
 * @property {string | undefined} tenant
 * @property {string[]} events
 * @property {string[]} states
 */

/** Returns a group in a line. @param {Group} group @returns {Summary} */
export const summaryOf = ({ steps }) => {
  const request = steps.find((step) => step.kind === 'request');
  const [first] = steps;
  // An event of a transaction that was refused never was.
  const recorded = steps.filter((step) => step.kind !== 'transaction' || step.outcome === 'committed');
  const events = [...new Set(recorded.flatMap(({ event }) => event ?? []))];
  const states = statesOf(steps);
  const tone = toneOf(request?.kind === 'request' ? request.status : undefined, states);
  const tenant = steps.find((step) => step.tenant !== undefined)?.tenant;
  const title = request?.kind === 'request' ? `${request.method} ${request.path}` : (events[0] ?? titleOf(first));
  const status = request?.kind === 'request' ? String(request.status) : (states.at(-1) ?? '');
  return { at: request?.at ?? first?.at ?? '', title, status, tone, tenant, events, states };
};

/** @param {NumberedStep | undefined} step */
const titleOf = (step) => {
  if (step?.kind === 'denied') return `${step.action} denied`;
  if (step?.kind === 'email') return step.subject;
  return step && 'functionName' in step ? `${step.kind} of ${shortName(step.functionName ?? '')}` : (step?.kind ?? '');
};

/** Returns the states that a group can be filtered by. @param {readonly NumberedStep[]} steps */
const statesOf = (steps) => {
  /** @type {Map<string, string>} */
  const deliveries = new Map();
  const others = new Set();
  for (const step of steps) {
    if (step.kind === 'delivery') deliveries.set(`${step.rule} ${step.eventId}`, step.outcome);
    if (step.kind === 'transaction' && step.outcome !== 'committed') others.add(step.outcome);
    if (step.kind === 'failure') others.add('failed');
    if (step.kind === 'denied') others.add('denied');
  }
  return [...new Set([...others, ...deliveries.values()])];
};

/** @param {number | undefined} status @param {readonly string[]} states */
const toneOf = (status = 200, states) => {
  if (status >= 500 || states.some((state) => ['dead-letter', 'dropped', 'denied'].includes(state))) return 'bad';
  if (status >= 400 || states.some((state) => ['retrying', 'refused', 'failed'].includes(state))) return 'warn';
  return 'good';
};

/** Returns the name of a function as its construct has it. @param {string} name */
export const shortName = (name) => name.replace(/^Tenantry-local-(?:Api-)?/, '').replace(/[0-9A-F]{8}$/, '');
