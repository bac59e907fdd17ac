import { organizationExternalIdKey, partnerExternalIdKey, resellerExternalIdKey } from '../../functions/shared/table/external-id-keys.ts';
import {
  credentialKey,
  entryKey,
  type Key,
  organizationEmails,
  organizationNameKey,
  partnerNameKey,
  partnerReferenceKey,
  resellerEmails,
  resellerNames,
  resellerPlaceKey,
  treePlace,
} from '../../functions/shared/table/keys.ts';
import type { Violation } from '../shared/part.ts';
import type { StoredItem } from './snapshot.ts';

const PROMISE = 'names, external ids and counts are those of what is there';

/** The directories whose entries are compared both ways. */
const GUARDS = ['guard', 'entry'];

/** Compares what finds and counts entities with the entities themselves. */
export const tableFaults = (items: readonly StoredItem[]): readonly Violation[] => {
  const ofType = (type: string): readonly StoredItem[] => items.filter((item) => item.type === type);
  const owners = new Map(items.filter(({ type }) => GUARDS.includes(type)).map((item) => [spelled(item), item]));
  const owed = [
    ...ofType('organization').flatMap(organizationKeys),
    ...ofType('partner').flatMap(partnerKeys),
    ...ofType('reseller').flatMap(resellerKeys),
  ];
  const expected = new Map(owed.map(({ key, owner }) => [spelled(key), owner]));
  const isOurs = ({ pk, type }: StoredItem): boolean => GUARDS.includes(type) && /^(?:UNIQUE#PARTNER|ORG-|RESELLERS|RESELLER-)/.test(pk);
  const faults = [
    ...owed
      .filter(({ key, owner }) => owners.get(spelled(key))?.ownerId !== owner)
      .map(({ key, owner }) => `${spelled(key)} of ${owner} is missing`),
    ...[...owners.values()].filter((item) => isOurs(item) && !expected.has(spelled(item))).map((item) => `${spelled(item)} is left over`),
    ...signInFaults(ofType('contact'), ofType('credential'), ofType('credential-place')),
    ...resellerFaults(ofType('reseller'), ofType('organization')),
    ...treeFaults(ofType('partner')),
    ...quotaFaults(ofType('webhook-quota'), ofType('webhook')),
  ];
  return faults.map((detail) => ({ promise: PROMISE, detail }));
};

const spelled = ({ pk, sk }: Key): string => `${pk} ${sk}`;

interface Owed {
  readonly key: Key;
  readonly owner: unknown;
}

const organizationKeys = ({ resellerId, id, name, email, externalId }: StoredItem): readonly Owed[] => {
  const reseller = String(resellerId);
  const keys = [
    organizationNameKey(reseller, String(name)),
    entryKey(organizationEmails(reseller), String(email), String(id)),
    ...(externalId === undefined ? [] : [organizationExternalIdKey(reseller, String(externalId))]),
  ];
  return keys.map((key) => ({ key, owner: id }));
};

const partnerKeys = ({ id, name, reference, externalId, ancestors }: StoredItem): readonly Owed[] => {
  const parent = (ancestors as readonly number[]).at(-1);
  const keys = [
    partnerNameKey(String(name)),
    partnerReferenceKey(String(reference)),
    ...(externalId === undefined ? [] : [partnerExternalIdKey(parent, String(externalId))]),
  ];
  return keys.map((key) => ({ key, owner: id }));
};

const resellerKeys = ({ id, name, email, externalId }: StoredItem): readonly Owed[] => {
  const own = String(id);
  const keys = [
    resellerPlaceKey(own),
    entryKey(resellerNames, String(name), own),
    entryKey(resellerEmails, String(email), own),
    ...(externalId === undefined ? [] : [resellerExternalIdKey(String(externalId))]),
  ];
  return keys.map((key) => ({ key, owner: id }));
};

/** Each contact and each API credential signs in by its own user name, and nobody else does. */
const signInFaults = (
  contacts: readonly StoredItem[],
  credentials: readonly StoredItem[],
  places: readonly StoredItem[],
): readonly string[] => {
  const owner = ({ partnerId, contactId, id }: Readonly<Record<string, unknown>>): string => `${partnerId} ${contactId ?? id}`;
  const wanted = new Map(
    contacts.map(({ pk, id, userName }) => {
      const [, partnerId] = pk.split('#');
      return [spelled(credentialKey(String(userName))), owner({ partnerId, contactId: id })];
    }),
  );
  for (const place of places) wanted.set(spelled(credentialKey(String(place.userName))), owner(place));
  const held = new Map(credentials.map((item) => [spelled(item), owner(item)]));
  return [
    ...[...wanted].flatMap(([key, by]) => (held.get(key) === by ? [] : [`${key} is of ${held.get(key) ?? 'nobody'}, not of ${by}`])),
    ...[...held].flatMap(([key, by]) => (wanted.has(key) ? [] : [`${key} of ${by} is left over`])),
  ];
};

const resellerFaults = (resellers: readonly StoredItem[], organizations: readonly StoredItem[]): readonly string[] => {
  const counts = Map.groupBy(organizations, ({ resellerId }) => resellerId);
  return resellers.flatMap(({ id, organizationCount }) => {
    const there = counts.get(id)?.length ?? 0;
    return organizationCount === there ? [] : [`the reseller ${id} counts ${organizationCount} organizations of ${there}`];
  });
};

const treeFaults = (partners: readonly StoredItem[]): readonly string[] => {
  const byId = new Map(partners.map((partner) => [Number(partner.id), partner]));
  return partners.flatMap((partner) => {
    const [id, ancestors] = [Number(partner.id), partner.ancestors as readonly number[]];
    const above = byId.get(ancestors.at(-1) ?? 0);
    const children = partners.filter((other) => (other.ancestors as readonly number[]).at(-1) === id).length;
    const place = treePlace(ancestors, id);
    const path = above ? [...(above.ancestors as readonly number[]), Number(above.id)] : [];
    return [
      ...(String(path) === String(ancestors) ? [] : [`the partner ${id} has another path than its parent`]),
      ...(partner.childCount === children ? [] : [`the partner ${id} counts ${partner.childCount} children of ${children}`]),
      ...(partner.gsi2pk === place.gsi2pk && partner.gsi2sk === place.gsi2sk ? [] : [`the partner ${id} has another place in its tree`]),
    ];
  });
};

const quotaFaults = (quotas: readonly StoredItem[], webhooks: readonly StoredItem[]): readonly string[] =>
  quotas.flatMap(({ sk, endpoints }) => {
    const there = webhooks.filter(({ owner }) => sk === '/' || owner === sk).length;
    return endpoints === there ? [] : [`${endpoints} endpoints of ${sk} are counted of ${there}`];
  });
