import { organizationSnapshot } from '../../functions/organizations/events.ts';
import type { Organization } from '../../functions/organizations/organization.ts';
import { organizationStore } from '../../functions/organizations/store.ts';
import { resellerSnapshot } from '../../functions/resellers/events.ts';
import type { Reseller } from '../../functions/resellers/reseller.ts';
import { resellerStore } from '../../functions/resellers/store.ts';
import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { ResellerPlace } from './checkpoint.ts';
import { everyPageAfter, PAGE_SIZE } from './pages.ts';
import type { Selection, Step } from './step.ts';

const FORWARD = { limit: PAGE_SIZE, newestFirst: false } as const;

/**
 * Reads resellers in the order of their creation, each followed by its organizations, from a place
 * on. All reads are consistent, and no entity changes its place.
 */
export async function* readResellers(
  table: Table,
  { events, tenant, withDeleted }: Selection,
  from: ResellerPlace | undefined,
  now: () => string,
): AsyncGenerator<Step> {
  const organizations = organizationStore(table);

  async function* readOrganizations(place: ResellerPlace): AsyncGenerator<Step> {
    const { id } = place;
    const asked = (after: string | undefined) => ({ ...FORWARD, after });
    if (place.deleted === undefined) {
      const live = everyPageAfter(place.organization, (after) => organizations.find(id, {}, asked(after)));
      for await (const page of live) yield* page.map((item) => stepOf(id, item as unknown as Organization, 'organization'));
    }
    if (!withDeleted) return;
    const deleted = everyPageAfter(place.deleted, (after) => organizations.findDeleted(id, {}, asked(after), now()));
    for await (const page of deleted) yield* page.map((item) => stepOf(id, item as unknown as Organization, 'deleted'));
  }

  async function* finish(place: ResellerPlace): AsyncGenerator<Step> {
    if (events.has('reseller.organization.snapshot')) yield* readOrganizations(place);
    yield { place: { reseller: { id: place.id, isDone: true } } };
  }

  async function* whole(reseller: Reseller): AsyncGenerator<Step> {
    const place = { reseller: { id: reseller.id } };
    yield events.has('reseller.snapshot') ? { snapshot: resellerSnapshot(reseller), place } : { place };
    yield* finish(place.reseller);
  }

  // An organization belongs to a reseller that exists: without it, nothing is left to send.
  const find = async (id: string) => (await table.get(resellerKey(id))) as unknown as Reseller | undefined;
  if (from && !from.isDone && (await find(from.id))) yield* finish(from);
  if (tenant !== undefined) {
    if (from) return;
    const reseller = await find(tenant.slice('/resellers/'.length));
    if (!reseller) throw new UsageError(`There is no reseller ${tenant}.`);
    return yield* whole(reseller);
  }
  const resellers = resellerStore(table);
  for await (const page of everyPageAfter(from?.id, (after) => resellers.find({}, { ...FORWARD, after }))) {
    for (const reseller of page) yield* whole(reseller as unknown as Reseller);
  }
}

const stepOf = (reseller: string, organization: Organization, list: 'organization' | 'deleted'): Step => ({
  snapshot: organizationSnapshot(reseller, organization),
  place: { reseller: { id: reseller, [list]: organization.id } },
});
