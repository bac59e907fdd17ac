import { timeOf } from '../shared/contract/time.ts';
import { type Keyring, keysOf } from './keys.ts';
import { signingKey } from './signing.ts';

/** The steps of a rotation, in their order. */
export const STEPS = ['publish', 'switch', 'retire'] as const;

export type Step = (typeof STEPS)[number];

/** Milliseconds that must have passed since the step before. */
const WAITS: Readonly<Record<Step, number>> = {
  publish: 0,
  // Functions hold the secret for a minute, and caches the published keys for five.
  switch: 10 * 60_000,
  // A day of retries, in which receivers that pinned the old key still find its signature on what is new.
  retire: 25 * 3_600_000,
};

interface StepOptions {
  readonly now: Date;
  readonly newSeed: () => string;
  /** Takes the step although too little time has passed. */
  readonly force?: boolean;
  /** On `retire`: nothing that the old key signed is to verify any more. */
  readonly compromised?: boolean;
  /** How long a retired key stays published: as long as an event that it signed can be replayed. */
  readonly keepDays: number;
}

/** Takes a step of a rotation; throws a sentence for the operator when it is not its turn. */
export const takeStep = (keyring: Keyring, step: Step, options: StepOptions): Keyring => {
  requireTurn(keyring, step);
  if (!options.force) requireWait(keyring, step, options.now);
  return { ...TRANSITIONS[step](withoutExpiredKeys(keyring, options), options), changedAt: options.now.toISOString() };
};

const TRANSITIONS: Readonly<Record<Step, (keyring: Keyring, options: StepOptions) => Keyring>> = {
  publish: (keyring, { newSeed }) => ({ ...keyring, next: newSeed() }),
  switch: ({ current, next = current, ...rest }) => ({ ...rest, current: next, previous: current }),
  retire: ({ previous = '', retired = [], ...rest }, { now, compromised }) => {
    const { x } = signingKey(previous).published;
    return { ...rest, retired: compromised ? retired : [...retired, { x, retiredAt: now.toISOString() }] };
  },
};

const withoutExpiredKeys = ({ retired = [], ...keyring }: Keyring, { now, keepDays }: StepOptions): Keyring => ({
  ...keyring,
  retired: retired.filter(({ retiredAt }) => now.getTime() - timeOf(retiredAt) < keepDays * 86_400_000),
});

/** The step whose turn it is. */
export const nextStep = ({ next, previous }: Keyring): Step => {
  if (previous !== undefined) return 'retire';
  return next === undefined ? 'publish' : 'switch';
};

/** How long a scheduled rotation waits between two steps at least: receivers that read the keys once a day know each before it signs. */
const LEAST_SCHEDULED_WAIT_MS = 24 * 3_600_000;

interface Schedule {
  readonly now: Date;
  /** When the keyring was last written. */
  readonly writtenAt: Date;
  /** Days from the end of a rotation to the beginning of the next. */
  readonly everyDays: number;
}

/** The step that a rotation every so many days takes now, if it is time for any; one that was begun by hand is ended. */
export const dueStep = (keyring: Keyring, { now, writtenAt, everyDays }: Schedule): Step | undefined => {
  const step = nextStep(keyring);
  const wait = step === 'publish' ? everyDays * 86_400_000 : Math.max(WAITS[step], LEAST_SCHEDULED_WAIT_MS);
  const since = keyring.changedAt === undefined ? writtenAt.getTime() : timeOf(keyring.changedAt);
  return now.getTime() - since < wait ? undefined : step;
};

/** From when on the step may be taken. */
export const earliestTime = ({ changedAt }: Keyring, step: Step): Date =>
  new Date((changedAt === undefined ? 0 : timeOf(changedAt)) + WAITS[step]);

const requireTurn = (keyring: Keyring, step: Step): void => {
  const turn = nextStep(keyring);
  if (step !== turn) throw new Error(`It is not the turn of ${step}: the next step is ${turn}.`);
};

const requireWait = (keyring: Keyring, step: Step, now: Date): void => {
  const from = earliestTime(keyring, step);
  if (now < from) throw new Error(`It is too early to ${step}: wait until ${from.toISOString()}, or --force it.`);
};

/** What the operator is told of a keyring: each published key with what it is for, and no seed. */
export const describeKeys = (keyring: Keyring): readonly string[] => {
  const { current, next, previous, retired = [] } = keyring;
  const roles = [
    [current, 'signs'],
    [previous, 'signs beside it'],
    [next, 'is published and will sign'],
  ] as const;
  const held = roles.flatMap(([seed, role]) => (seed === undefined ? [] : [`${signingKey(seed).published.kid}  ${role}`]));
  const gone = keysOf({ current, retired }).published.slice(1);
  return [...held, ...gone.map(({ kid }, index) => `${kid}  is published since it was retired ${retired[index]?.retiredAt}`)];
};
