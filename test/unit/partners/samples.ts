import { type Contact, openContact } from '../../../functions/partners/contacts/contact.ts';
import { openPartner, type Partner, pathOf } from '../../../functions/partners/partner.ts';
import type { Caller } from '../../../functions/shared/contract/caller.ts';
import type { Item } from '../../../functions/shared/table/transaction.ts';

/** When everything in these samples was made. */
export const AT = '2026-11-22T14:15:22.000Z';

/** Limits that no test reaches by chance. */
export const WELCOMES = { perAddress: 1000, perPartner: 1000, perTree: 1000 };

/** A caller that is the platform operator, unless it is bound. */
export const callerOf = (binding: Partial<Caller> = {}): Caller => ({ actor: 'token:a', permissions: new Set(), ...binding });

/** The fields of a supervisor as a caller gives them. */
export const contactInput = {
  ...{ userName: 'ada', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', phone: '+14155552671' },
  userRole: 'Partner Supervisor' as Contact['userRole'],
};

/** A stored contact. */
export const contactOf = (id: number, fields: Partial<typeof contactInput> & { readonly isActive?: boolean } = {}): Contact =>
  openContact({ ...contactInput, userName: `user-${id}`, ...fields }, { id, at: AT });

/** A stored partner below `above`, or a root, with the contact `id + 1000`. */
export const partnerOf = (id: number, above?: Partner, fields: Partial<Partner> = {}): Partner => ({
  ...openPartner({ name: `Partner ${id}`, contact: contactInput }, contactOf(id + 1000), above, { id, reference: `r-${id}`, at: AT }),
  ...fields,
});

/** Partners that stand one below the other, ids from `from` up, each counting its child. */
export const chainOf = (levels: number, from = 1, above?: Partner): readonly Partner[] => {
  const chain: Partner[] = [];
  for (let level = 0; level < levels; level += 1) {
    chain.push(partnerOf(from + level, chain.at(-1) ?? above, { childCount: level < levels - 1 ? 1 : 0 }));
  }
  return chain;
};

/** The ids from the root down, of each partner. */
export const pathsOf = (partners: readonly Partner[]): readonly (readonly number[])[] => partners.map(pathOf);

/** The code a call is refused with; nothing when it is not refused. */
export const refusalOf = (act: () => unknown): unknown => {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as Item).code;
  }
};
