import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { openOrganization } from '../functions/organizations/organization.ts';
import { organizationStore } from '../functions/organizations/store.ts';
import { openReseller } from '../functions/resellers/reseller.ts';
import { resellerStore } from '../functions/resellers/store.ts';
import { newId, now } from '../functions/shared/runtime.ts';
import { resellerKey } from '../functions/shared/table/keys.ts';
import type { Table } from '../functions/shared/table/table.ts';
import type { Item } from '../functions/shared/table/transaction.ts';
import type { TestTable } from '../testing/table.ts';
import { storedItems } from './shared/stored-items.ts';

/**
 * Returns the name of the organization of a number. The first five begin as no others do, and all
 * have one length.
 */
export const named = (number: number) => {
  const digits = String(number).padStart(7, '0');
  return { name: `${number < 5 ? 'Rare' : 'Acme'} organization ${digits}`, email: `it-${digits}@example.com`, externalId: `crm-${digits}` };
};

/**
 * Makes an unlimited reseller with so many organizations, each stored as the store would; answers
 * its id and that of the organization in the middle.
 */
export const plantReseller = async (server: TestTable, size: number, report: (made: number) => void) => {
  const resellerId = newId();
  const reseller = { name: 'Bench', email: 'bench@example.com', allowedUsers: -1, allowedOrganizations: -1 };
  await resellerStore(server.table).insert(openReseller(reseller, { id: resellerId, at: now() }), []);
  let [made, middle] = [0, ''];
  const write = async (): Promise<void> => {
    while (made < size) {
      const [from, to] = [made, Math.min(size, made + AT_ONCE)];
      made = to;
      const organizations = Array.from({ length: to - from }, (_, index) => {
        const organization = openOrganization({ ...named(from + index), allowedUsers: 5 }, { id: newId(), at: now() });
        if (from + index === Math.floor(size / 2)) middle = organization.id;
        return organization;
      });
      const insertAll = (table: Table) =>
        Promise.all(organizations.map((organization) => organizationStore(table).insert(resellerId, organization, [])));
      await writeAll(server, await storedItems(insertAll));
      if (Math.floor(to / REPORTED) > Math.floor(from / REPORTED)) report(to);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, write));
  await countOrganizations(server, resellerId, size);
  return { resellerId, middle };
};

// Four items each: twenty-four full requests.
const AT_ONCE = 150;
const CONNECTIONS = 4;
const REPORTED = 100_000;

const MOST_PUTS = 25;

// Without the SDK, which takes as long to write a request as the server to answer it; the server
// wants a signature and does not verify it.
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=bench/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

const writeAll = async ({ name, url }: TestTable, items: readonly Item[]): Promise<void> => {
  const puts = items.map((item) => ({ PutRequest: { Item: marshall(item) } }));
  for (let from = 0; from < puts.length; from += MOST_PUTS) {
    const body = JSON.stringify({ RequestItems: { [name]: puts.slice(from, from + MOST_PUTS) } });
    const response = await fetch(url, { method: 'POST', headers, body });
    const { UnprocessedItems = {} } = (await response.json()) as { readonly UnprocessedItems?: object };
    if (!response.ok || Object.keys(UnprocessedItems).length > 0)
      throw new Error(`the server did not write all items (${response.status})`);
  }
};

const countOrganizations = async ({ client, name }: TestTable, resellerId: string, count: number): Promise<void> => {
  const update = { UpdateExpression: 'SET organizationCount = :count', ExpressionAttributeValues: { ':count': count } };
  await client.send(new UpdateCommand({ TableName: name, Key: resellerKey(resellerId), ...update }));
};
