import type { EventDeclaration } from '../shared/contract/event.ts';
import { differences } from '../shared/contract/merge-patch.ts';
import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { partnerEventKey } from '../shared/table/event-keys.ts';
import { type Change, firstVersion, type Snapshot } from '../shared/table/events.ts';
import type { PartnerAnswer } from './contract.ts';
import { type Partner, parentId, pathOf } from './partner.ts';
import { partnerSchema, answer as sample, verificationPhrase } from './schemas.ts';

const declared = (summary: string) => ({ summary, data: partnerSchema, sample });

/** The events of partners. */
export const partnerEvents = {
  'partner.created': declared('A partner was created'),
  'partner.updated': declared('Fields of a partner changed'),
  'partner.moved': declared('A partner was moved below another, with all below it'),
  'partner.deactivated': declared('A partner was deactivated'),
  'partner.reactivated': declared('A partner was reactivated'),
} as const satisfies Readonly<Record<string, EventDeclaration>>;

/** The snapshots of partners, which a backfill sends. */
export const partnerSnapshots = {
  'partner.snapshot': declared('The present state of a partner, which a backfill sends'),
} as const satisfies Readonly<Record<string, EventDeclaration>>;

type PartnerChange = Change<keyof typeof partnerEvents>;

const tenantOf = (partner: Partner): string => `/partners/${pathOf(partner).join('/')}`;

const changeOf = (partner: Partner, answer: PartnerAnswer) => ({
  data: pickBySchema(partnerSchema, answer) as object,
  at: partner.updatedAt,
  tenant: tenantOf(partner),
  key: (eventId: string) => partnerEventKey(partner.ancestors[0] ?? partner.id, eventId),
});

/** Creates the event of a new partner; its data does not contain the verification phrase. */
export const partnerCreated = (partner: Partner, answer: PartnerAnswer): PartnerChange => ({
  ...firstVersion,
  name: 'partner.created',
  ...changeOf(partner, answer),
});

/** Creates the snapshot of a partner. */
export const partnerSnapshot = (partner: Partner, answer: PartnerAnswer): Snapshot<keyof typeof partnerSnapshots> => {
  const { key: _, ...change } = changeOf(partner, answer);
  return { ...change, name: 'partner.snapshot', version: partner.version, entity: `${partner.id}` };
};

const FIELDS = { properties: { ...partnerSchema.properties, verificationPhrase } };

/**
 * Creates the events of a change: moved, then deactivated or reactivated, then updated for all
 * other fields.
 */
export const partnerChanged = (before: Partner, after: Partner, answer: PartnerAnswer): readonly PartnerChange[] => {
  const common = { ...changeOf(after, answer), version: after.version, previousVersion: before.version };
  const kinds = [...moveOf(before, after), ...activationOf(before, after), ...updateOf(before, after)];
  return kinds.map((kind) => ({ ...common, ...kind }));
};

type Kind = Pick<PartnerChange, 'name' | 'changed' | 'previous'>;

const moveOf = (before: Partner, after: Partner): readonly Kind[] =>
  parentId(before) === parentId(after)
    ? []
    : [{ name: 'partner.moved', changed: ['/parent'], previous: { '/parent': parentId(before) ?? null, path: tenantOf(before) } }];

const activationOf = (before: Partner, after: Partner): readonly Kind[] =>
  before.isActive === after.isActive
    ? []
    : [
        {
          name: after.isActive ? 'partner.reactivated' : 'partner.deactivated',
          changed: ['/isActive'],
          previous: { '/isActive': before.isActive },
        },
      ];

const updateOf = (before: Partner, after: Partner): readonly Kind[] => {
  const changes = differences(fieldsOf(before), fieldsOf(after));
  if (changes.length === 0) return [];
  // An event says that the phrase changed, but not what it was.
  const previous = changes.filter(([pointer]) => pointer !== '/verificationPhrase');
  return [{ name: 'partner.updated', changed: changes.map(([pointer]) => pointer), previous: Object.fromEntries(previous) }];
};

const fieldsOf = (partner: Partner): Readonly<Record<string, unknown>> => {
  const { version: _, updatedAt: __, isActive: ___, ...fields } = pickBySchema(FIELDS, partner) as Readonly<Record<string, unknown>>;
  return fields;
};
