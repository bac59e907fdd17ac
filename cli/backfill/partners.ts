import type { Contact } from '../../functions/partners/contacts/contact.ts';
import { contactSnapshot } from '../../functions/partners/contacts/events.ts';
import { contactStore } from '../../functions/partners/contacts/store.ts';
import { partnerSnapshot } from '../../functions/partners/events.ts';
import { type Partner, parentId, withParent } from '../../functions/partners/partner.ts';
import { partnerStore } from '../../functions/partners/store.ts';
import { contactKey, type Key, partnerKey } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { UsageError } from '../shared/usage-error.ts';
import { everyPageAfter, PAGE_SIZE } from './pages.ts';
import type { Selection, Step } from './step.ts';

/**
 * Reads partners, parents before children, each followed by its contacts; those that were sent
 * before are left out. A branch that moves meanwhile may leave the part of the tree that is still
 * to be read, and its lower partners move without an event. So the tree is read again until
 * nothing new is found.
 */
export async function* readPartners(table: Table, { events, tenant }: Selection, sent: Iterable<number>): AsyncGenerator<Step> {
  const partners = partnerStore(table);
  const seen = new Set(sent);
  const contactsOf = contactReader(table);

  async function* send(partner: Partner, above: Partner | undefined): AsyncGenerator<Step> {
    if (events.has('partner.snapshot')) {
      const parent = parentId(partner);
      const name = parent === undefined || parent === above?.id ? above?.name : (await partners.find(parent))?.name;
      yield { snapshot: partnerSnapshot(partner, withParent(partner, name)) };
    }
    if (events.has('partner.contact.snapshot')) {
      for await (const contact of contactsOf(partner.id)) yield { snapshot: contactSnapshot(partner, contact) };
    }
    yield { place: { partner: partner.id } };
  }

  async function* walk(partner: Partner, above: Partner | undefined, visited: Set<number>): AsyncGenerator<Step> {
    if (visited.has(partner.id)) return;
    visited.add(partner.id);
    if (!seen.has(partner.id)) {
      seen.add(partner.id);
      yield* send(partner, above);
    }
    if (partner.childCount > 0) yield* walkBelow(partner, visited);
  }

  async function* walkBelow(above: Partner | undefined, visited: Set<number>): AsyncGenerator<Step> {
    for await (const page of everyPageAfter(undefined, (after) => partners.page(above?.id, PAGE_SIZE, after, undefined))) {
      const children = await readAgain(table, page, ({ id }) => partnerKey(Number(id)));
      for (const child of children) yield* walk(child as unknown as Partner, above, visited);
    }
  }

  for (let before = -1; before < seen.size; ) {
    before = seen.size;
    const top = tenant === undefined ? undefined : await partners.find(Number(tenant.split('/').at(-1)));
    if (tenant !== undefined && !top) throw new UsageError(`There is no partner ${tenant}.`);
    yield* top ? walk(top, undefined, new Set()) : walkBelow(undefined, new Set());
  }
}

const contactReader = (table: Table) => {
  const contacts = contactStore(table);
  return async function* (partnerId: number): AsyncGenerator<Contact> {
    for await (const page of everyPageAfter(undefined, (after) => contacts.page(partnerId, PAGE_SIZE, after))) {
      yield* (await readAgain(table, page, ({ id }) => contactKey(partnerId, Number(id)))) as unknown as readonly Contact[];
    }
  };
};

/** Reads the items of a page of an index, which may be behind, in the same order from the table. */
const readAgain = async (table: Pick<Table, 'getAll'>, page: readonly Item[], keyOf: (item: Item) => Key): Promise<readonly Item[]> => {
  const found = new Map<unknown, Item>((await table.getAll(page.map(keyOf))).map((item) => [item.id, item]));
  return page.map(({ id }) => found.get(id)).filter((item) => item !== undefined);
};
