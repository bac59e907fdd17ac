import {
  DescribeEventBusCommand,
  DescribeReplayCommand,
  type DescribeReplayCommandOutput,
  type EventBridgeClient,
  ListArchivesCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import type { Bus } from '../../functions/shared/bus.ts';
import { timeOf } from '../../functions/shared/contract/time.ts';
import { type DescribedRule, endpointRules } from '../redrive/endpoint-rule.ts';
import { findPartner, withFormerRule } from './former-rule.ts';

/** The events to replay and their destination; times are RFC 3339 UTC with milliseconds. */
export interface ReplayRequest {
  readonly webhook: string;
  readonly from: string;
  readonly to: string;
  readonly bus: Bus;
  readonly archive?: string;
  /** Leaves out events of a partner's branch from before events had a lineage. */
  readonly lineageOnly: boolean;
  readonly dryRun: boolean;
}

export interface ReplayDeps {
  readonly client: Pick<EventBridgeClient, 'send'>;
  /** Waits before the state of the replay is asked for again. */
  readonly pause: () => Promise<void>;
  /** Waits until a rule that was put by now has taken effect. */
  readonly settle: () => Promise<void>;
  readonly now: () => Date;
  readonly tell: (line: string) => void;
}

/** The result of a replay; without a state when nothing was started. */
export interface ReplayResult {
  readonly replay?: string;
  readonly archive: string;
  readonly rule: string;
  readonly state?: string | undefined;
  readonly reason?: string;
}

// "Archiving and replaying events" of the EventBridge user guide.
const ARCHIVED_AFTER_MS = 600_000;

/**
 * Replays the archive of a bus to the rule of one endpoint and waits for the end.
 * @throws when the endpoint takes nothing now
 */
export const replay = async (request: ReplayRequest, deps: ReplayDeps): Promise<ReplayResult> => {
  const { client, now, tell } = deps;
  const rule = await endpointRules(client, request.bus)(request.webhook);
  if (!rule) throw new Error(`There is no rule for the webhook endpoint ${request.webhook} on the bus ${request.bus.name}.`);
  if (!rule.isEnabled) throw new Error(`The webhook endpoint ${request.webhook} is disabled or suspended: resume it first.`);
  const { Arn: busArn = '' } = await client.send(new DescribeEventBusCommand({ Name: request.bus.name }));
  const archive = await findArchive(busArn, request, deps);
  if (now().getTime() - timeOf(request.to) < ARCHIVED_AFTER_MS) tell('Events of the last ten minutes may not be in the archive yet.');
  if (request.dryRun) return { archive, rule: rule.arn };

  // A name has at most 64 characters.
  const name = `to-${request.webhook}-${now().getTime().toString(36)}`;
  const run = async (...formerArns: readonly string[]) => {
    // EventBridge drops what it replays to a rule before that has taken effect, and does not say
    // when a rule was put.
    tell('Waiting until the rules have taken effect.');
    await deps.settle();
    await client.send(
      new StartReplayCommand({
        ReplayName: name,
        EventSourceArn: busArn.replace(/:event-bus\/.*$/, `:archive/${archive}`),
        EventStartTime: new Date(timeOf(request.from)),
        EventEndTime: new Date(timeOf(request.to)),
        Destination: { Arn: busArn, FilterArns: [rule.arn, ...formerArns] },
      }),
    );
    return waitForEnd(name, deps);
  };
  const { State, StateReason } = await withOlderEvents({ rule, name, request, deps }, run);
  return { replay: name, archive, rule: rule.arn, state: State, ...(StateReason !== undefined && { reason: StateReason }) };
};

interface Named {
  readonly rule: DescribedRule;
  readonly name: string;
  readonly request: ReplayRequest;
  readonly deps: ReplayDeps;
}

/**
 * Runs a replay, to a partner's endpoint also by a rule for the events that its own does not match,
 * since they have no lineage.
 */
const withOlderEvents = async (
  { rule, name, request, deps }: Named,
  run: (...formerArns: readonly string[]) => Promise<DescribeReplayCommandOutput>,
): Promise<DescribeReplayCommandOutput> => {
  const partner = request.lineageOnly ? undefined : findPartner(rule.pattern);
  if (partner === undefined) return run();
  const former = { rule, partner, endpoint: request.webhook, bus: request.bus, replay: name };
  return withFormerRule(former, deps.client, run);
};

const findArchive = async (busArn: string, { archive }: ReplayRequest, { client }: ReplayDeps): Promise<string> => {
  if (archive !== undefined) return archive;
  const { Archives = [] } = await client.send(new ListArchivesCommand({ EventSourceArn: busArn }));
  const [only, ...others] = Archives.map(({ ArchiveName = '' }) => ArchiveName);
  if (only === undefined) throw new Error('The bus has no archive.');
  if (others.length > 0) throw new Error(`The bus has several archives; name one with --archive: ${[only, ...others].join(', ')}`);
  return only;
};

const UNDER_WAY = new Set<string | undefined>(['STARTING', 'RUNNING', 'CANCELLING']);

const waitForEnd = async (ReplayName: string, { client, pause, tell }: ReplayDeps): Promise<DescribeReplayCommandOutput> => {
  for (;;) {
    const described = await client.send(new DescribeReplayCommand({ ReplayName }));
    const { State, EventLastReplayedTime: reached } = described;
    tell(`${ReplayName}: ${State}${reached ? `, up to ${reached.toISOString()}` : ''}`);
    if (!UNDER_WAY.has(State)) return described;
    await pause();
  }
};
