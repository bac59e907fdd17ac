import { setImmediate as turn } from 'node:timers/promises';
import type {
  CancelReplayRequest,
  CancelReplayResponse,
  DescribeReplayRequest,
  DescribeReplayResponse,
  ListReplaysRequest,
  ListReplaysResponse,
  StartReplayRequest,
  StartReplayResponse,
} from '@aws-sdk/client-eventbridge';
import { AwsError, alreadyExists, notFound, validationError } from '../base/aws-error.ts';
import { timeOf } from '../base/time.ts';
import type { Waits } from '../base/waits.ts';
import { findArchive, trim } from './archives.ts';
import type { WantsRule } from './dispatch.ts';
import { page, required, wireDate } from './input-checks.ts';
import { type ArchivedEvent, arnOf, type EventEnvelope, nameOf, type Registry } from './resources.ts';

type ReplaysOptions = {
  readonly registry: Registry;
  readonly waits: Waits;
  readonly dispatch: (event: EventEnvelope, busName: string, passed: readonly string[], wants: WantsRule) => void;
};

type Replay = Required<Pick<DescribeReplayResponse, 'State'>> & Omit<DescribeReplayResponse, 'State'>;

/** The number of replays that are kept. */
export const MOST_REPLAYS = 1_000;

const STARTING_MS = 250;
const SLICE = 20;

const invalid = (parameter: string, reason: string): AwsError => validationError(`Parameter ${parameter} is not valid. Reason: ${reason}`);

/** Event times are whole seconds, so a start within a second means that whole second. */
const inRange = ({ event }: ArchivedEvent, from: Date, to: Date): boolean => {
  const time = timeOf(event.time);
  return time >= Math.floor(from.getTime() / 1000) * 1000 && time <= to.getTime();
};

const checkedRange = (input: StartReplayRequest): { readonly from: Date; readonly to: Date } => {
  const [from, to] = [wireDate(input.EventStartTime), wireDate(input.EventEndTime)];
  if (from === undefined || to === undefined || from.getTime() >= to.getTime())
    throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime.');
  return { from, to };
};

/**
 * Replays of archived events, with the API's inputs, outputs and errors: STARTING, RUNNING, then
 * COMPLETED or CANCELLED.
 */
export const replays = ({ registry, waits, dispatch }: ReplaysOptions) => {
  const known = new Map<string, Replay>();
  const pending = new Set<Promise<void>>();

  const find = (name: string | undefined): Replay => {
    const replay = known.get(required(name, 'replayName'));
    if (replay === undefined) throw notFound(`Replay ${name} does not exist.`);
    return replay;
  };

  /** AWS forgets a replay after 90 days; here those that ended go when there are too many. */
  const forgetOldest = (): void => {
    for (const [name, { State }] of known) {
      if (known.size <= MOST_REPLAYS) return;
      if (State === 'COMPLETED' || State === 'CANCELLED') known.delete(name);
    }
  };

  const change = (name: string, more: Partial<Replay>): void => void known.set(name, { ...find(name), ...more });

  const send = (name: string, { event }: ArchivedEvent, { Arn = '', FilterArns = [] }: NonNullable<Replay['Destination']>): void => {
    const wants: WantsRule = ({ arn }) => FilterArns.length === 0 || FilterArns.includes(arn);
    dispatch({ ...event, 'replay-name': name }, nameOf(Arn), [], wants);
    change(name, { EventLastReplayedTime: new Date(timeOf(event.time)) });
  };

  const run = async (name: string, events: readonly ArchivedEvent[]): Promise<void> => {
    const destination = find(name).Destination;
    if (!(await waits.sleep(waits.scaled(STARTING_MS)))) return;
    if (find(name).State === 'STARTING') change(name, { State: 'RUNNING' });
    for (const [index, event] of events.entries()) {
      if (find(name).State !== 'RUNNING' || waits.signal.aborted) break;
      if (destination !== undefined) send(name, event, destination);
      if (index % SLICE === SLICE - 1) await turn();
    }
    change(name, { State: find(name).State === 'RUNNING' ? 'COMPLETED' : 'CANCELLED', ReplayEndTime: new Date() });
  };

  const newReplay = (name: string, input: StartReplayRequest): Replay => {
    const { from, to } = checkedRange(input);
    const archive = findArchive(registry, input.EventSourceArn);
    if (input.Destination?.Arn !== archive.busArn) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted.');
    return {
      ReplayName: name,
      ReplayArn: arnOf(registry, `replay/${name}`),
      Description: input.Description,
      State: 'STARTING',
      EventSourceArn: archive.arn,
      Destination: input.Destination,
      EventStartTime: from,
      EventEndTime: to,
      ReplayStartTime: new Date(),
    };
  };

  const start = (name: string, replay: Replay): void => {
    const archive = findArchive(registry, replay.EventSourceArn);
    trim(archive, Date.now());
    const [from = new Date(0), to = new Date()] = [replay.EventStartTime, replay.EventEndTime];
    known.set(name, replay);
    forgetOldest();
    const running = run(
      name,
      archive.events.filter((event) => inRange(event, from, to)),
    ).finally(() => pending.delete(running));
    pending.add(running);
  };

  return {
    actions: {
      startReplay(input: StartReplayRequest): StartReplayResponse {
        const name = required(input.ReplayName, 'replayName');
        if (known.has(name)) throw alreadyExists(`Replay ${name}`);
        if (!input.EventSourceArn?.includes(':archive/')) throw invalid('EventSourceArn', 'Must contain an archive ARN.');
        const replay = newReplay(name, input);
        start(name, replay);
        return { ReplayArn: replay.ReplayArn, State: replay.State, ReplayStartTime: replay.ReplayStartTime };
      },

      describeReplay: (input: DescribeReplayRequest): DescribeReplayResponse => find(input.ReplayName),

      listReplays(input: ListReplaysRequest): ListReplaysResponse {
        const found = [...known.values()].filter(
          ({ ReplayName = '', State, EventSourceArn }) =>
            ReplayName.startsWith(input.NamePrefix ?? '') &&
            (input.State ?? State) === State &&
            (input.EventSourceArn ?? EventSourceArn) === EventSourceArn,
        );
        const { items, ...rest } = page(found, input);
        return { Replays: items, ...rest };
      },

      cancelReplay(input: CancelReplayRequest): CancelReplayResponse {
        const replay = find(input.ReplayName);
        if (replay.State !== 'STARTING' && replay.State !== 'RUNNING')
          throw new AwsError('IllegalStatusException', `Replay ${input.ReplayName} is not in a valid state for this operation.`);
        change(input.ReplayName ?? '', { State: 'CANCELLING' });
        return { ReplayArn: replay.ReplayArn, State: 'CANCELLING' };
      },
    },

    /** Resolves when every replay has sent its events. */
    async idle(): Promise<void> {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
  };
};
