import { openAccess } from './access.js';
import { openEndpoints } from './endpoints.js';
import { openEventLog } from './event-log.js';
import { openFaults } from './faults.js';
import { openGroups } from './groups.js';
import { openMailbox } from './mailbox.js';
import { openPartners } from './partners.js';
import { openResellers } from './resellers.js';
import { openTimeline } from './timeline.js';

/** @import { State } from './api.js' */
/** @import { NumberedStep } from './groups.js' */

/**
 * @typedef {object} View
 * @property {string} name
 * @property {string} title
 * @property {HTMLElement} element
 * @property {() => unknown} [open]
 * @property {() => void} [close]
 */

/**
 * @typedef {object} Views
 * @property {readonly View[]} tabs
 * @property {(step: NumberedStep) => void} add takes the steps, where there are any
 */

/** Makes the views of the runtime of this machine. @param {State} state @returns {Views} */
export const localViews = (state) => {
  const groups = openGroups(state.mostSteps);
  const timeline = openTimeline();
  const showRequest = (/** @type {string} */ requestId) => {
    location.hash = '#timeline';
    timeline.showRequest(requestId);
  };
  const access = openAccess(state.permissions, showRequest);
  return {
    tabs: [
      { name: 'timeline', title: 'Timeline', ...timeline },
      { name: 'partners', title: 'Partners', ...openPartners(false) },
      { name: 'resellers', title: 'Resellers', ...openResellers(false) },
      { name: 'endpoints', title: 'Endpoints', ...openEndpoints(false, showRequest) },
      { name: 'mailbox', title: 'Mailbox', ...openMailbox() },
      { name: 'access', title: 'Access', ...access },
      { name: 'faults', title: 'Faults', ...openFaults(state.functions) },
    ],
    add(step) {
      const added = groups.add(step);
      if (!added) return;
      timeline.add(added.group, step, added.gone);
      access.add(step);
    },
  };
};

/** Makes the views of a deployed API, which only read. @returns {Views} */
export const deployedViews = () => ({
  tabs: [
    { name: 'events', title: 'Event log', ...openEventLog() },
    { name: 'partners', title: 'Partners', ...openPartners(true) },
    { name: 'resellers', title: 'Resellers', ...openResellers(true) },
    { name: 'endpoints', title: 'Endpoints', ...openEndpoints(true) },
  ],
  add: () => undefined,
});
