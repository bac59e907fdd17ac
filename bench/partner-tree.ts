import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openContact } from '../functions/partners/contacts/contact.ts';
import { openPartner, type Partner } from '../functions/partners/partner.ts';
import { partnerItem } from '../functions/partners/store.ts';
import { partnerKey, partnerNameKey, partnerReferenceKey } from '../functions/shared/table/keys.ts';

const LEVELS = 10;
const AT = Date.parse('2026-01-01T00:00:00.000Z');

/**
 * Creates a tree of `size` partners: a chain through all ten levels, and below its upper eight a
 * fan-out that falls from 1,000 to 3.
 */
export const partnerTree = (size: number): readonly Partner[] => {
  const partners: Partner[] = [];
  const add = (above: Partner | undefined): Partner => {
    const index = partners.length;
    const partner = partnerNumber(index, above);
    partners.push(partner);
    if (above) partners[above.id - 1] = { ...above, childCount: (partners[above.id - 1]?.childCount ?? 0) + 1 };
    return partner;
  };
  let chain = [add(undefined)];
  for (let level = 1; level < LEVELS - 1; level += 1) chain = [...chain, add(chain.at(-1))];
  for (let level = 0; partners.length < size; level += 1) {
    const above = partners[level];
    const room = Math.min(size - partners.length, fanOut(level));
    if (above && above.ancestors.length < LEVELS - 2) for (let child = 0; child < room; child += 1) add(above);
  }
  return partners;
};

const fanOut = (level: number): number => (level < 8 ? 1000 : 3 + ((level * 7) % 98));

const partnerNumber = (index: number, above: Partner | undefined): Partner => {
  const at = new Date(AT + index).toISOString();
  const fields = { userName: `u${index}`, firstName: 'A', lastName: 'B', email: 'a@example.com', phone: '+14155552671' };
  const contact = openContact({ ...fields, userRole: 'Partner Supervisor' }, { id: index + 1, at });
  const body = { name: `Partner ${index}`, contact: { ...fields, userRole: 'Partner Supervisor' as const } };
  return openPartner(body, contact, above, { id: index + 1, reference: `reference-${index}`, at });
};

/** Writes partners with the guards of their names, 25 items a request, a few requests at once. */
export const writePartners = async (client: DynamoDBDocumentClient, table: string, partners: readonly Partner[]): Promise<void> => {
  const items = partners.flatMap((partner) => [
    { ...partnerItem(partner), ...partnerKey(partner.id) },
    { ...partnerNameKey(partner.name), type: 'guard', ownerId: partner.id },
    { ...partnerReferenceKey(partner.reference), type: 'guard', ownerId: partner.id },
  ]);
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, index) => items.slice(index * 25, index * 25 + 25));
  const write = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      await client.send(new BatchWriteCommand({ RequestItems: { [table]: batch.map((Item) => ({ PutRequest: { Item } })) } }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, write));
};
