/** The numbers of a run, and the seconds of each kind of its work. */
export interface Size {
  readonly resellers: number;
  readonly organizationsEach: number;
  readonly endpoints: number;
  readonly clients: number;
  /** Of the clients, those of a storm. */
  readonly stormClients: number;
  readonly warmSeconds: number;
  /** Rounds of two, and the seconds of one of the two. */
  readonly compared: Rounds;
  readonly mixedSeconds: number;
  readonly storms: Rounds;
  /** Whether there is enough of it that ratios of times mean something. */
  readonly isHeldToRatios: boolean;
}

interface Rounds {
  readonly rounds: number;
  readonly seconds: number;
}

/** Returns the size of a run by its time: that of the gate, the usual one, or the whole. */
export const sizeOf = (seconds: number): Size => {
  if (seconds < 20) return TINY;
  const [compared, storms] = [roundsIn(seconds * 0.35), roundsIn(seconds * 0.35)];
  const times = { warmSeconds: 5, compared, mixedSeconds: Math.round(seconds * 0.2), storms, isHeldToRatios: true };
  const hands = { clients: 50, stormClients: 40 };
  return seconds < 300
    ? { resellers: 500, organizationsEach: 20, endpoints: 100, ...hands, ...times }
    : { resellers: 10_000, organizationsEach: 100, endpoints: 1000, ...hands, ...times };
};

const TINY: Size = {
  ...{ resellers: 20, organizationsEach: 5, endpoints: 10, clients: 10, stormClients: 8 },
  ...{ warmSeconds: 0, compared: { rounds: 1, seconds: 1 }, mixedSeconds: 1, storms: { rounds: 1, seconds: 1 } },
  isHeldToRatios: false,
};

const MOST_ROUNDS = 10;
const LEAST_SECONDS = 4;

/** As many rounds of two as there is time for, up to ten. */
const roundsIn = (seconds: number): Rounds => {
  const rounds = Math.max(1, Math.min(MOST_ROUNDS, Math.floor(seconds / (2 * LEAST_SECONDS))));
  return { rounds, seconds: seconds / (2 * rounds) };
};
