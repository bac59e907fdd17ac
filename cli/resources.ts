import { createTenantryClient } from '../client/index.ts';
import type { AllOptions, Pages } from '../client/method.ts';
import { type Command, command, type Given, type Options } from './command/declaration.ts';
import { type GivenValues, readArguments } from './resources/arguments.ts';
import { operationsOf, type ResourceName, type ResourceOperation } from './resources/catalogue.ts';
import { connect } from './resources/connect.ts';
import { declarationOf } from './resources/declaration.ts';
import { columnsOf, formatOne, formatRows } from './resources/print.ts';
import { answered } from './resources/schema.ts';
import { apiError } from './shared/api-error.ts';
import { readWholeNumber } from './shared/option-values.ts';
import { printable, printableJson } from './shared/printable.ts';
import { withStatus } from './shared/status.ts';
import { UsageError } from './shared/usage-error.ts';

/** Returns the commands of a resource, one for each of its operations. */
export const commandsOf = (resource: ResourceName): readonly Command[] =>
  operationsOf(resource).map((operation) => command(declarationOf(operation), (given) => run(operation, given)));

type Method = (args: object, options: AllOptions) => Promise<unknown> | Pages<readonly object[]>;

const run = async (one: ResourceOperation, { values: given, words }: Given<Options>): Promise<void> => {
  const values = given as GivenValues;
  const args = readArguments(one, values, words);
  const most = mostOf(values);
  const form = formOf(values);
  const connection = await connect(
    {
      stage: textOf(values.stage),
      installation: textOf(values.installation),
      url: textOf(values['api-url']),
      tokenCommand: textOf(values['token-command']),
    },
    one.permissions,
    process.env,
  );
  const client = createTenantryClient({ url: connection.url, auth: { token: connection.token } });
  const method = (client[one.resource] as unknown as Readonly<Record<string, Method>>)[one.method];
  try {
    const answer = method?.(args, callOptions(values));
    if (one.operation.isPaged) await printList(one, answer as Pages<readonly object[]>, most, form);
    else printOne(one, await withStatus('Waiting for the API', async () => answer), form);
  } catch (error) {
    throw apiError(error, connection.url);
  }
};

const textOf = (value: GivenValues[string]): string | undefined => (typeof value === 'string' ? value : undefined);

/** The form of what is printed: for people, for programs, or ids alone. */
type Form = 'text' | 'json' | 'quiet';

const formOf = ({ json, quiet }: GivenValues): Form => {
  if (json && quiet) throw new UsageError('--json and --quiet exclude each other.');
  return json ? 'json' : quiet ? 'quiet' : 'text';
};

const idOf = (row: object): string => printable(String((row as { readonly id?: unknown }).id));

/** Returns the most rows of a list; undefined is one page. */
const mostOf = ({ all, limit }: GivenValues): number | undefined => {
  if (all !== undefined && limit !== undefined) throw new UsageError('--all and --limit exclude each other.');
  if (all) return Number.POSITIVE_INFINITY;
  if (typeof limit !== 'string') return undefined;
  return readWholeNumber('--limit', limit, 1, 999_999_999);
};

const callOptions = (values: GivenValues): AllOptions => {
  const [match, key] = [textOf(values['if-match']), textOf(values['idempotency-key'])];
  return {
    ...(match !== undefined && { ifMatch: /^\d+$/.test(match) ? Number(match) : match }),
    ...(key !== undefined && { idempotencyKey: key }),
    ...(values['dry-run'] === true && { dryRun: true as const }),
  };
};

const printList = async (
  { document }: ResourceOperation,
  pages: Pages<readonly object[]>,
  most: number | undefined,
  form: Form,
): Promise<void> => {
  const rows: object[] = [];
  let hasMore = false;
  const readAll = async (say: (text: string) => void): Promise<void> => {
    for await (const page of pages.pages()) {
      rows.push(...page.items);
      hasMore = page.nextCursor !== undefined || rows.length > (most ?? rows.length);
      if (rows.length >= (most ?? 0)) break;
      say(`Reading the list: ${rows.length}`);
    }
  };
  await withStatus('Reading the list', readAll);
  const shown = rows.slice(0, most);
  if (form === 'json') console.log(printableJson(shown));
  else if (form === 'quiet') for (const row of shown) console.log(idOf(row));
  else console.log(shown.length === 0 ? 'There are none.' : formatRows(shown, columnsOf(answered(document))));
  if (hasMore && form === 'text') console.error('There are more: --all, or --limit <n>.');
};

const printOne = ({ method, document }: ResourceOperation, answer: unknown, form: Form): void => {
  if (typeof answer !== 'object' || answer === null) {
    if (form === 'text') console.log(method === 'delete' ? 'It is deleted.' : `Done: ${document.summary.toLowerCase()}.`);
  } else console.log(form === 'json' ? printableJson(answer) : form === 'quiet' ? idOf(answer) : formatOne(answer));
};
