import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { EventDetail } from '../../functions/shared/table/events.ts';
import { organizationExternalIdKey } from '../../functions/shared/table/external-id-keys.ts';
import {
  entryKey,
  type Key,
  organizationEmails,
  organizationNameKey,
  organizations,
  resellerKey,
} from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Api } from './api.ts';

interface Found extends Item {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly externalId?: string;
}

/** The organizations a reseller has, as they are stored, in their order. */
export const storedOrganizations = async (api: Api, resellerId: string): Promise<readonly Found[]> =>
  (await itemsUnder(api, organizations(resellerId).pk)).filter(({ type }) => type === 'organization') as unknown as readonly Found[];

/** The events of a reseller, in their order. */
export const storedEvents = async (api: Api, resellerId: string): Promise<readonly EventDetail[]> =>
  (await itemsUnder(api, organizations(resellerId).pk)).filter(({ type }) => type === 'event') as unknown as readonly EventDetail[];

/**
 * What is wrong with the organizations of a reseller: nothing when each, and nothing else, is found
 * by what it has, and all are counted.
 */
export const faultsOf = async (api: Api, resellerId: string): Promise<readonly string[]> => {
  const found = await storedOrganizations(api, resellerId);
  const directories = [organizationNames(resellerId), `ORG-EXTERNAL-IDS#${resellerId}`, organizationEmails(resellerId)];
  const entries = (await Promise.all(directories.map((pk) => itemsUnder(api, pk)))).flat();
  const owed = found.flatMap((organization) => keysOf(resellerId, organization).map((key) => `${spelled(key)} of ${organization.id}`));
  const there = entries.map((entry) => `${spelled(entry as unknown as Key)} of ${String(entry.ownerId)}`);
  const { organizationCount } = (await api.table.table.get(resellerKey(resellerId))) ?? {};
  return [
    ...owed.filter((entry) => !there.includes(entry)).map((entry) => `${entry} is missing`),
    ...there.filter((entry) => !owed.includes(entry)).map((entry) => `${entry} is left over`),
    ...(organizationCount === found.length ? [] : [`${String(organizationCount)} are counted of ${found.length}`]),
  ];
};

const organizationNames = (resellerId: string): string => organizationNameKey(resellerId, '').pk;

const keysOf = (resellerId: string, { id, name, email, externalId }: Found): readonly Key[] => [
  organizationNameKey(resellerId, name),
  entryKey(organizationEmails(resellerId), email, id),
  ...(externalId === undefined ? [] : [organizationExternalIdKey(resellerId, externalId)]),
];

const spelled = ({ pk, sk }: Key): string => `${pk} ${sk}`;

const itemsUnder = async (api: Api, pk: string): Promise<readonly Item[]> => {
  const asked = { TableName: api.table.name, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
  const { Items = [], LastEvaluatedKey } = await api.table.client.send(new QueryCommand({ ...asked, ConsistentRead: true }));
  if (LastEvaluatedKey) throw new Error('the partition outgrew one page of a query');
  return Items;
};
