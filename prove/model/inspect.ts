import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../../testing/processes.ts';
import { answerFaults, type WireAnswer } from '../checks/answers.ts';
import { deliveryFaults } from '../checks/deliveries.ts';
import { eventFaults, realTimeFaults } from '../checks/events.ts';
import { invocationFaults } from '../checks/invocations.ts';
import { quietFaults } from '../checks/quiet.ts';
import { logFaults } from '../checks/secrecy.ts';
import { readTable } from '../checks/snapshot.ts';
import { storedFaults } from '../checks/stored.ts';
import { tableFaults } from '../checks/table.ts';
import type { FaultKind, Struck } from '../faults/plan.ts';
import type { Violation } from '../shared/part.ts';
import { OPERATOR_ENDPOINT } from '../system/assembly.ts';
import { readEvents } from '../system/events.ts';
import type { System } from '../system/system.ts';
import type { EpisodeResult } from './episode.ts';
import { AT_PROOF, PERSON } from './person.ts';

/** Those for which the gateway may answer in place of a function. */
const KILLS: readonly FaultKind[] = ['function killed', 'runtime killed'];

/** The beginnings of a JWT, whose header has one of these members first. */
const JWT_HEADERS = ['alg', 'kid', 'typ'].map((member) => Buffer.from(`{"${member}":`).toString('base64url').slice(0, 9));

/** Texts of the persons and secrets of the proof. */
const SECRETS = [AT_PROOF, PERSON.phone, 'token-of-an-endpoint', 'token-of-the-proof', ...JWT_HEADERS];

/** Holds what is stored, published, delivered, answered and logged against what was promised. */
export const inspect = async (
  { system, receiver }: Struck,
  episodes: readonly EpisodeResult[],
  struck: ReadonlyMap<string, number>,
): Promise<readonly Violation[]> => {
  const items = await readTable(system);
  const events = readEvents(system);
  const acknowledged = episodes.flatMap((episode) => episode.acknowledged);
  const given = episodes.flatMap(({ answers }) => answers.flatMap(secretsIn));
  const taken = receiver.arrivals.filter(({ isTaken }) => isTaken);
  return [
    ...tableFaults(items),
    ...storedFaults(items).map((detail) => ({ promise: 'nothing is stored that the API refuses', detail })),
    ...eventFaults(items, events),
    ...realTimeFaults(acknowledged, events),
    ...deliveryFaults(system.recorded('events'), system.recorded('deliveries'), taken, `operator-${OPERATOR_ENDPOINT}`),
    ...episodes.flatMap(({ answers, faults }) =>
      answerFaults(
        answers,
        faults.some((kind) => KILLS.includes(kind)),
      ),
    ),
    ...logFaults(system.recorded('logs'), [...SECRETS, ...given]),
    ...invocationFaults(system.recorded('invocations'), struck.get('function killed') ?? 0),
    ...quietFaults(system),
  ];
};

/** The secret of an API credential, and what it is as HTTP Basic. */
const secretsIn = ({ text }: WireAnswer): readonly string[] => {
  const secret = /"secret":"([^"]+)"/.exec(text)?.[1];
  const userName = /"userName":"([^"]+)"/.exec(text)?.[1];
  return secret === undefined ? [] : [secret, Buffer.from(`${userName}:${secret}`).toString('base64')];
};

/** Ends the system; no process of any of its starts may be left some seconds later. */
export const inspectEnd = async (system: System): Promise<readonly Violation[]> => {
  await system.stop();
  for (let waits = 0; waits < 50 && system.everStarted().some(isAlive); waits += 1) await delay(100);
  return system
    .everStarted()
    .filter(isAlive)
    .map((pid) => ({ promise: 'no process is left', detail: `process ${pid} is alive after the end` }));
};
