import { printable } from '../shared/printable.ts';
import type { Api, Entity } from './api.ts';
import { ExportHalted } from './export-halted.ts';
import type { ExportOptions } from './options.ts';

type Pages = AsyncGenerator<readonly Entity[]>;

/** Reads all entities of an export, page by page. */
export const readEntities = (api: Api, { subject, reseller, partner }: ExportOptions): Pages => {
  if (subject === 'resellers') return api.pages('/v3/resellers');
  if (subject === 'partners') return partner === undefined ? allPartners(api) : branchOf(api, partner);
  return reseller === undefined ? organizationsOfAll(api) : api.pages(organizationsPath(reseller));
};

// An id of the API has no dot; `..` would lead to another path, with the token.
const segmentOf = (id: unknown): string => {
  const text = String(id);
  if (!/^[\w-]+$/.test(text)) throw new ExportHalted(`The API answered an id that is none: ${printable(text)}`);
  return text;
};

const organizationsPath = (reseller: unknown): string => `/v3/resellers/${segmentOf(reseller)}/organizations`;

async function* organizationsOfAll(api: Api): Pages {
  for await (const resellers of api.pages('/v3/resellers')) {
    for (const { id: resellerId } of resellers) {
      for await (const page of unlessGone(api.pages(organizationsPath(resellerId)))) {
        yield page.map((organization) => ({ resellerId, ...organization }));
      }
    }
  }
}

/** Ends a list without an error when what it is the list of was deleted meanwhile. */
async function* unlessGone(pages: Pages): Pages {
  try {
    yield* pages;
  } catch (error) {
    if (!(error instanceof ExportHalted && error.status === 404)) throw error;
  }
}

async function* allPartners(api: Api): Pages {
  const walk = walkPartners(api);
  let isEmpty = true;
  for await (const page of api.pages(PARTNERS)) {
    // A token that is bound to a partner lists what is directly below it.
    const { id: caller } = Object(page[0]?.parent) as { readonly id?: unknown };
    if (caller !== undefined) return yield* branchOf(api, caller);
    for (const partner of page) yield* walk(partner, TOP);
    if (page.length > 0) isEmpty = false;
  }
  if (isEmpty) throw new ExportHalted(NO_PARTNERS);
}

async function* branchOf(api: Api, id: unknown): Pages {
  yield* walkPartners(api)(await api.get(`${PARTNERS}/${segmentOf(id)}`), TOP);
}

// The list does not tell which partner a token is bound to when there is none below it.
const NO_PARTNERS =
  'The API lists no partners: there are none, or the token is bound to one without partners below it. Export that one with --partner <id>.';

const PARTNERS = '/v1/partners';
// As in the tenant of events.
const TOP = '/partners';

/**
 * Creates a walk over branches: each partner comes before those below it, one by one, and only once
 * although branches move meanwhile. One page of each level is in memory, and the ids of all.
 */
const walkPartners = (api: Api) => {
  const seen = new Set<unknown>();
  return async function* walk(partner: Entity, above: string): Pages {
    const { id } = partner;
    if (seen.has(id)) return;
    seen.add(id);
    const path = `${above}/${id}`;
    yield [{ ...partner, path }];
    for await (const page of unlessGone(api.pages(PARTNERS, { partner: String(id) }))) {
      for (const child of page) yield* walk(child, path);
    }
  };
};
