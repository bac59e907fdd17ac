import { call, readList, refusalOf, require, safely } from './api.js';
import { fill, h, notify, table } from './dom.js';

/** @typedef {{ id: string, name: string, email: string, allowedUsers: number }} Reseller */

/**
 * Makes the view of resellers with their limits, and of the organizations of one.
 * @param {boolean} isReadOnly
 */
export const openResellers = (isReadOnly) => {
  const list = h('div');
  const organizations = h('div');

  const open = safely(async () => {
    const { items, hasMore } = await readList('/v3/resellers?limit=100', 100);
    const uses = await Promise.all(items.map(({ id }) => require('GET', `/v3/resellers/${id}/limits`)));
    fill(
      list,
      table(
        hasMore ? 'The first hundred resellers' : `Resellers: ${items.length}`,
        ['Name', 'Organizations', 'Users of each', 'Id', 'Actions'],
        items.map((reseller, at) => [
          reseller.name,
          useView(reseller.name, uses[at].organizations),
          reseller.allowedUsers === -1 ? 'no limit' : reseller.allowedUsers,
          h('code', {}, reseller.id),
          h(
            'button',
            { type: 'button', 'aria-label': `Organizations of ${reseller.name}`, onclick: safely(() => showOrganizations(reseller)) },
            'Organizations',
          ),
        ]),
      ),
    );
  });

  const showOrganizations = async (/** @type {Reseller} */ reseller) => {
    const path = `/v3/resellers/${reseller.id}/organizations?limit=100`;
    const [present, deleted] = await Promise.all([readList(path, 200), readList(`${path}&deleted=true`, 200)]);
    const title = h('h3', { tabindex: '-1' }, `Organizations of ${reseller.name}`);
    fill(
      organizations,
      title,
      table(
        `Present: ${present.items.length}${present.hasMore ? ' and more' : ''}`,
        ['Name', 'E-mail', 'Users', 'Id'],
        present.items.map(({ name, email, allowedUsers, id }) => [name, email, allowedUsers, h('code', {}, id)]),
      ),
      deleted.items.length > 0 &&
        table(
          'Deleted, and can be restored',
          ['Name', 'Purged at', 'Id', 'Actions'],
          deleted.items.map(({ name, purgeAt, id }) => [
            name,
            purgeAt,
            h('code', {}, id),
            !isReadOnly &&
              h(
                'button',
                { type: 'button', 'aria-label': `Restore ${name}`, onclick: safely(() => restore(reseller, id, name)) },
                'Restore',
              ),
          ]),
        ),
    );
    title.focus();
  };

  const restore = async (/** @type {Reseller} */ reseller, /** @type {string} */ id, /** @type {string} */ name) => {
    const answer = await call('POST', `/v3/resellers/${reseller.id}/organizations/${id}:restore`);
    if (answer.status >= 400) throw new Error(refusalOf(answer));
    notify(`${name} is restored.`);
    await open();
    await showOrganizations(reseller);
  };

  return {
    element: h('section', { 'aria-labelledby': 'resellers-title' }, h('h2', { id: 'resellers-title' }, 'Resellers'), list, organizations),
    open,
  };
};

/** @param {string} name @param {{ used: number, allowed: number }} use */
const useView = (name, { used, allowed }) => {
  if (allowed === -1) return `${used}, no limit`;
  const meter = h('meter', { min: '0', max: String(allowed), high: String(allowed * 0.8), 'aria-label': `Use by ${name}` });
  meter.value = used;
  return h('span', {}, meter, ` ${used} of ${allowed}`);
};
