import { CreateConnectionCommand, DeleteConnectionCommand, DeleteRuleCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import type { Answer, Probe } from '../probe.ts';
import { keyOf, newName } from '../rules.ts';
import type { Site } from '../site.ts';

/**
 * Asks how long a pattern may be and by which name a longer one is refused, and whether a token may
 * have a colon.
 */
export const limitProbes = (site: Site): readonly Probe[] => [
  {
    name: 'event pattern size',
    assumed: '2048 taken, 2049 LimitExceededException, 4097 ValidationException',
    source: 'EventBridge user guide, "Amazon EventBridge quotas", says 2,048; its service model 4,096; the error is a guess',
    ask: () => probePatternSizes(site, [2048, 2049, 4097]),
  },
  {
    name: 'token with a colon',
    assumed: 'ValidationException',
    source: 'EventBridge service model, ApiKeyAuthParameters',
    ask: () => probeTokenWithColon(site),
  },
];

const probePatternSizes = async (site: Site, sizes: readonly number[]): Promise<Answer> => {
  const { eventBridge, busName, atEnd } = site;
  const Name = newName(site);
  atEnd(() => eventBridge.send(new DeleteRuleCommand({ EventBusName: busName, Name })));
  const seen: string[] = [];
  for (const size of sizes) {
    const put = new PutRuleCommand({ EventBusName: busName, Name, State: 'DISABLED', EventPattern: patternOf(size) });
    seen.push(`${size} ${await findErrorName(() => eventBridge.send(put))}`);
  }
  return toAnswer(seen.join(', '), '2048 taken, 2049 LimitExceededException, 4097 ValidationException');
};

// A list of many short values, since one value may have a limit of its own.
const patternOf = (size: number): string => {
  const sources = (values: readonly string[]) => JSON.stringify({ source: values });
  const values = Array.from({ length: Math.floor((size - 40) / 13) }, (_, index) => `source-${String(index).padStart(3, '0')}`);
  const rest = size - sources([...values, '']).length;
  return sources([...values, 'x'.repeat(rest)]);
};

const probeTokenWithColon = async (site: Site): Promise<Answer> => {
  const { eventBridge, atEnd } = site;
  const Name = newName(site);
  const create = new CreateConnectionCommand({ Name, AuthorizationType: 'API_KEY', AuthParameters: keyOf('first-hour:token-16') });
  const seen = await findErrorName(() => eventBridge.send(create));
  if (seen === 'taken') atEnd(() => eventBridge.send(new DeleteConnectionCommand({ Name })));
  return toAnswer(seen, 'ValidationException');
};

const toAnswer = (seen: string, assumed: string): Answer => ({ seen, isAsAssumed: seen === assumed });

/**
 * Returns the name of the error that refuses a call; `taken` when none does.
 * @throws when the call was not judged
 */
const findErrorName = async (call: () => Promise<unknown>): Promise<string> => {
  try {
    await call();
    return 'taken';
  } catch (error) {
    const { name, $fault } = error as Error & { readonly $fault?: string };
    if ($fault !== 'client' || /AccessDenied|Throttling/.test(name)) throw error;
    return name;
  }
};
