/**
 * Counts what one create of an organization uses, and works out what creates cost a month. The
 * tables of docs/scale.md must say the same; `--record` writes them. `--quick` changes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { readRecord } from '../functions/events/stream-record.ts';
import { PERMISSIONS } from '../functions/shared/contract/permissions.ts';
import { resellerKey } from '../functions/shared/table/keys.ts';
import type { Item } from '../functions/shared/table/transaction.ts';
import { KEYS } from '../testing/event-records.ts';
import { httpEvent } from '../testing/http-event.ts';
import { startIssuer } from '../testing/issuer.ts';
import { startTable } from '../testing/table.ts';
import { countingProxy } from './counting-proxy.ts';
import { scaleTables, type Usage } from './scale-model.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';

const PAGE = new URL('../docs/scale.md', import.meta.url);
// The line of the gateway's access log, filled in (lib/api/http-api.ts), and what CloudWatch Logs
// adds to each of the two lines.
const ACCESS_LOG_BYTES = 330;
const BYTES_OF_A_LINE = 26;

const options = benchOptions();
const [table, issuer] = await Promise.all([startTable(), startIssuer()]);
const proxy = await countingProxy(table.url);
Object.assign(process.env, table.environment, issuer.environment, { AWS_ENDPOINT_URL_DYNAMODB: proxy.url });

const bearer = `Bearer ${await issuer.token({ permissions: [...PERMISSIONS] })}`;

const post = async (file: string, path: string, body: object, pathParameters: Record<string, string>): Promise<string> => {
  const { handler } = (await import(`../functions/${file}.ts`)) as {
    handler: (event: object, context: object) => Promise<{ body: string }>;
  };
  const headers = { authorization: bearer, 'idempotency-key': path };
  return (await handler(httpEvent({ method: 'POST', path, body, headers, pathParameters }), {})).body;
};

/** Runs something, and returns what it wrote to the log. */
const writtenBy = async (run: () => Promise<unknown>): Promise<string> => {
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = ((chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  }) as typeof write;
  try {
    await run();
  } finally {
    process.stdout.write = write;
  }
  return text;
};

// As DynamoDB counts (developer guide, "DynamoDB item sizes and formats").
const valueBytes = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (Array.isArray(value)) return 3 + value.reduce<number>((sum, element) => sum + 1 + valueBytes(element), 0);
  return typeof value === 'object' && value !== null ? 3 + Object.keys(value).length + bytesOf(value as Item) : 1;
};

const bytesOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

// To a tenth of a kilobyte: times and counters have a few digits more or less.
const rounded = (bytes: number): number => Math.round(bytes / 100) * 100;

const busBytesOf = (event: Item): number => {
  const { pk, sk, ...rest } = event;
  const Keys = { pk: { S: String(pk) }, sk: { S: String(sk) } };
  const record = { dynamodb: { SequenceNumber: '1', Keys, NewImage: marshall(rest, { removeUndefinedValues: true }) } } as DynamoDBRecord;
  const read = readRecord(record, { name: 'bench', installation: 'bench' }, KEYS.signing);
  if ('reason' in read) throw new Error(read.reason);
  return Buffer.byteLength(JSON.stringify(read.entry));
};

const count = async (): Promise<Usage> => {
  const reseller = { name: 'R', email: 'r@example.com', allowedUsers: -1, allowedOrganizations: -1 };
  const create = (resellerId: string, name: string) => {
    const address = { addressLine1: '12 Example Street', city: 'Dublin', country: 'Ireland', postalCode: 'D02 X285' };
    const body = { name, email: 'it@fabrikam.example', allowedUsers: 40, address };
    return post('organizations/create', `/v3/resellers/${resellerId}/organizations`, body, { resellerId });
  };
  const answers = { id: '' };
  await writtenBy(async () => Object.assign(answers, JSON.parse(await post('resellers/create', '/v3/resellers', reseller, {}))));
  const before = new Set((await table.items()).map(({ pk, sk }) => `${pk} ${sk}`));
  proxy.take();
  const written = await writtenBy(() => create(answers.id, 'Fabrikam Ltd'));
  const calls = proxy.take();
  const items = await table.items();
  const added = items.filter(({ pk, sk }) => !before.has(`${pk} ${sk}`));
  const ofReseller = resellerKey(answers.id);
  const changed = items.filter(({ pk, sk }) => pk === ofReseller.pk && sk === ofReseller.sk);
  const event = added.find(({ type }) => type === 'event');
  if (!event) throw new Error('The create made no event.');
  const sum = (of: readonly Item[]) => of.reduce((bytes, item) => bytes + bytesOf(item), 0);
  const isAnswer = ({ pk }: Item): boolean => String(pk).startsWith('IDEMPOTENCY');
  // A transaction takes two units for each kilobyte.
  const unitsOf = (item: Item): number => 2 * Math.ceil(bytesOf(item) / 1024);
  return {
    roundTrips: calls.length,
    writeUnits: calls.reduce((units, call) => units + call.units, 0),
    resellerUnits: [...added.filter(({ pk }) => pk === ofReseller.pk), ...changed].reduce((units, item) => units + unitsOf(item), 0),
    eventBytes: rounded(busBytesOf(event)),
    logBytes: rounded(Buffer.byteLength(written) + ACCESS_LOG_BYTES + 2 * BYTES_OF_A_LINE),
    keptBytes: rounded(sum(added.filter((item) => item !== event && !isAnswer(item)))),
    historyBytes: rounded(bytesOf(event)),
    answerBytes: rounded(sum(added.filter(isAnswer))),
  };
};

/** Returns the page with a table between its marks. */
const withTable = (page: string, [name, table]: readonly [string, string]): string => {
  const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
  if (!marked.test(page)) throw new Error(`docs/scale.md has no mark "${name}".`);
  return page.replace(marked, (_, start: string, end: string) => `${start}${table}\n${end}`);
};

try {
  const usage = await count();
  const tables = Object.entries(scaleTables(usage));
  console.log(tables.map(([, table]) => table).join('\n\n'));
  if (options.record) writeFileSync(PAGE, tables.reduce(withTable, readFileSync(PAGE, 'utf8')));
  const page = readFileSync(PAGE, 'utf8');
  const others = tables.filter((table) => withTable(page, table) !== page);
  report('scale', { rows: usage, counts: { 'scale.tables of docs/scale.md that say something else': others.length } }, options);
} finally {
  proxy.stop();
  await Promise.all([table.stop(), issuer.stop()]);
}
// The handlers keep their connections.
process.exit();
