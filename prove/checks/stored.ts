import { isDateTime } from '../../functions/shared/contract/time.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { hierarchyFaults, type PlacedPartner } from '../../testing/hierarchy.ts';

/** The entities that callers make. */
const ENTITIES = new Set(['partner', 'contact', 'reseller', 'organization', 'deleted-organization', 'webhook']);

/** The most API credentials of a partner. */
const CREDENTIALS = 2;
const METADATA = { pairs: 50, bytes: 32 * 1024 };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const EMAIL = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u;

/** Returns what is wrong with the items of a table, however they came to be there. */
export const storedFaults = (items: readonly Item[]): readonly string[] => {
  const byType = Map.groupBy(items, ({ type }) => String(type));
  const of = (type: string): readonly Item[] => byType.get(type) ?? [];
  const entities = items.filter(({ type }) => ENTITIES.has(String(type)));
  const partners = new Map(of('partner').map((item) => [Number(item.id), item as unknown as PlacedPartner]));
  return [
    ...entities.flatMap((item) => entityFaults(item).map((fault) => `${String(item.pk)} ${String(item.sk)} ${fault}`)),
    ...items.filter(hasStrayText).map(({ pk, sk }) => `${String(pk)} ${String(sk)} has text that means nothing`),
    ...hierarchyFaults(partners),
    ...countFaults(of),
    ...uniqueFaults(of),
  ];
};

const entityFaults = (item: Item): readonly string[] => {
  const { id, version, createdAt, updatedAt, name, email, metadata } = item;
  const isNumbered = item.type === 'partner' || item.type === 'contact';
  const isId = isNumbered ? isWhole(id, 1) && Number(id) < 2 ** 31 : UUID.test(String(id));
  const faults = [
    !isId && `has the id ${String(id)}`,
    !isWhole(version, 1) && `has the version ${String(version)}`,
    !(isTime(createdAt) && isTime(updatedAt) && String(createdAt) <= String(updatedAt)) && 'has times in no order',
    name !== undefined && !isName(name) && `is named ${JSON.stringify(name)}`,
    email !== undefined && !EMAIL.test(String(email)) && `has the address ${JSON.stringify(email)}`,
    ...['allowedUsers', 'allowedOrganizations'].map((limit) => item[limit] !== undefined && !isWhole(item[limit], -1) && `has no ${limit}`),
    metadata !== undefined && !isMetadata(metadata as object) && 'has too much metadata',
  ];
  return faults.filter((fault) => fault !== false);
};

const isWhole = (value: unknown, least: number): boolean => Number.isInteger(value) && Number(value) >= least;
const isTime = (value: unknown): boolean => typeof value === 'string' && isDateTime(value) && value.endsWith('Z');
const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && [...value].length <= 256 && !/\p{Cc}/u.test(value);

const isMetadata = (metadata: object): boolean => {
  const pairs = Object.entries(metadata).flat();
  return pairs.length <= 2 * METADATA.pairs && Buffer.byteLength(pairs.join('')) <= METADATA.bytes;
};

/** True for lone surrogates, U+FFFD and members that mean the prototype. */
const hasStrayText = (item: Item): boolean => {
  const isStray = (value: unknown): boolean => {
    if (typeof value === 'string') return !value.isWellFormed() || value.includes('\ufffd');
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([name, member]) => name === '__proto__' || isStray(name) || isStray(member));
  };
  return isStray(item);
};

type OfType = (type: string) => readonly Item[];

const countFaults = (of: OfType): readonly string[] => {
  const organizations = Map.groupBy(of('organization'), ({ pk }) => pk);
  const credentials = Map.groupBy(of('credential-place'), ({ partnerId }) => partnerId);
  const contacts = Map.groupBy(of('contact'), ({ pk }) => pk);
  const endpoints = Map.groupBy(of('webhook'), ({ owner }) => owner);
  const count = (what: string, { pk, sk }: Item, counted: unknown, there: number) =>
    counted === undefined || Number(counted) === there ? [] : [`${String(pk)} ${String(sk)} counts ${String(counted)} ${what} of ${there}`];
  return [
    ...of('reseller').flatMap((item) => count('organizations', item, item.organizationCount, organizations.get(item.pk)?.length ?? 0)),
    ...of('partner').flatMap((item) => {
      const held = credentials.get(item.id)?.length ?? 0;
      const supervisors = (contacts.get(item.pk) ?? []).filter(({ userRole, isActive }) => userRole === 'Partner Supervisor' && isActive);
      return [
        ...count('API credentials', item, item.credentialCount, held),
        ...count('supervisors', item, item.supervisorCount, supervisors.length),
        ...(held > CREDENTIALS ? [`${String(item.pk)} has ${held} API credentials`] : []),
      ];
    }),
    ...of('webhook-quota')
      .filter(({ sk }) => sk !== '/')
      .flatMap((item) => count('endpoints', item, item.endpoints, endpoints.get(item.sk)?.length ?? 0)),
  ];
};

/** Values that two may not have, as callers of the API spell them. */
const uniqueFaults = (of: OfType): readonly string[] => [
  ...twice('partners are named', of('partner'), ({ name }) => String(name)),
  ...twice('partners have the reference', of('partner'), ({ reference }) => String(reference)),
  ...twice('contacts have the user name', of('contact'), ({ userName }) => String(userName)),
  ...twice('organizations of one reseller are named', of('organization'), ({ pk, name }) => `${String(pk)} ${String(name)}`),
  ...twice('organizations of one reseller have the external id', of('organization'), ({ pk, externalId }) =>
    externalId === undefined ? undefined : `${String(pk)} ${String(externalId)}`,
  ),
  ...twice('resellers have the external id', of('reseller'), ({ externalId }) => externalId as string | undefined),
];

const twice = (what: string, items: readonly Item[], by: (item: Item) => string | undefined): readonly string[] =>
  [...Map.groupBy(items, by)]
    .filter(([value, same]) => value !== undefined && same.length > 1)
    .map(([value, same]) => `${same.length} ${what} ${JSON.stringify(value)}`);
