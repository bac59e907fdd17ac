/** Tells what became of a change. */
import { createTenantryClient } from '../client/index.ts';
import type { Given } from './command/declaration.ts';
import { connect } from './resources/connect.ts';
import { apiError } from './shared/api-error.ts';
import { readWholeNumber } from './shared/option-values.ts';
import { printable, printableJson } from './shared/printable.ts';
import { withStatus } from './shared/status.ts';
import { UsageError } from './shared/usage-error.ts';
import type { why } from './why/declaration.ts';
import { findChanges, lookUpsOf } from './why/find.ts';
import { formatStory } from './why/print.ts';
import { type Story, storyOf } from './why/story.ts';

type Values = Given<typeof why.options>['values'];

/** Runs `tenantry why`. */
export const run = async ({ values, words }: Given<typeof why.options>): Promise<void> => {
  const [id, ...more] = words;
  if (!id) throw new UsageError('The id is missing: of an event, a request or an organization.');
  if (more.length > 0) throw new UsageError(`One id is looked for at a time, not also ${more.join(', ')}.`);
  const asked = { id, limit: readWholeNumber('--limit', values.limit ?? '10', 1, 100), connection: argumentsOf(values) };
  const { stage, installation, 'api-url': url, 'token-command': tokenCommand } = values;
  const connection = await connect({ stage, installation, url, tokenCommand }, ['eventLog:read'], process.env);
  const client = createTenantryClient({ url: connection.url, auth: { token: connection.token } });
  try {
    const { foundAs, hasMore, stories } = await withStatus('Looking for it', (say) => tell(client, asked, say));
    if (foundAs === undefined) throw new Error(notFound(id, connection.url));
    if (values.json) console.log(printableJson({ id, foundAs, events: stories }));
    else console.log(stories.map(formatStory).join('\n\n'));
    if (hasMore && !values.json) console.error('There are older changes: --limit <n>.');
  } catch (error) {
    throw apiError(error, connection.url);
  }
};

type Client = ReturnType<typeof createTenantryClient>;

interface Asked {
  readonly id: string;
  readonly limit: number;
  /** The arguments by which another command reaches the same API. */
  readonly connection: string;
}

interface Told {
  readonly foundAs?: string;
  readonly hasMore: boolean;
  readonly stories: readonly Story[];
}

/** Returns the stories of the changes of an id, and as what it was found. */
const tell = async (client: Client, { id, limit, connection }: Asked, say: (text: string) => void): Promise<Told> => {
  const found = await findChanges(client, id, limit);
  if (!found) return { hasMore: false, stories: [] };
  const { entries, ...rest } = found;
  const stories: Story[] = [];
  for (const entry of entries) {
    say(`Reading its deliveries: ${stories.length} of ${entries.length}`);
    stories.push(storyOf(entry, await client.events.getDeliveries({ id: entry.id }), connection));
  }
  return { ...rest, stories };
};

/** Returns the arguments by which another command reaches the same API. */
const argumentsOf = ({ stage, installation, 'api-url': url }: Values): string =>
  Object.entries({ stage, installation, 'api-url': url })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` --${name} ${value}`)
    .join('');

const notFound = (id: string, url: string): string =>
  `There is no change of "${printable(id, 100)}" at ${url}. It was looked for as ${lookUpsOf(id)
    .map(({ name }) => name)
    .join(', ')} in the event log, which keeps changes for eventRetentionDays (400).
A test webhook is in no log. A token of a tenant sees the tenant's changes only.`;
