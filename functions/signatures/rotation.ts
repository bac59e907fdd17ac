import { timeOf } from '../shared/contract/time.ts';
import { type Keyring, keysOf } from './keys.ts';
import { signingKey } from './signing.ts';

/** The steps of a rotation, in their order. */
export const STEPS = ['publish', 'switch', 'retire'] as const;

export type Step = (typeof STEPS)[number];

/** The milliseconds that must have passed since the step before. */
const WAITS: Readonly<Record<Step, number>> = {
  publish: 0,
  // Functions cache the secret for a minute, and clients cache the published keys for five.
  switch: 10 * 60_000,
  // A day of retries, in which receivers that pinned the old key still find its signature on new
  // events.
  retire: 25 * 3_600_000,
};

interface StepOptions {
  readonly now: Date;
  readonly newSeed: () => string;
  /** Takes the step before its time. */
  readonly force?: boolean;
  /** On `retire`: nothing that the old key signed may verify any more. */
  readonly compromised?: boolean;
  /**
   * The days that a retired key stays published: as long as an event that it signed can be
   * replayed.
   */
  readonly keepDays: number;
}

/**
 * Takes a step of a rotation.
 * @throws {Error} a sentence for the operator when the step is not due
 */
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

/** Returns the next step of a rotation. */
export const nextStep = ({ next, previous }: Keyring): Step => {
  if (previous !== undefined) return 'retire';
  return next === undefined ? 'publish' : 'switch';
};

/**
 * The shortest pause of a scheduled rotation between two steps: receivers that read the keys once a
 * day know each one before it signs.
 */
const MIN_SCHEDULED_WAIT_MS = 24 * 3_600_000;

interface Schedule {
  readonly now: Date;
  /** When the keyring was last written. */
  readonly writtenAt: Date;
  /** Days from the end of a rotation to the beginning of the next. */
  readonly everyDays: number;
}

/**
 * Returns the step that a scheduled rotation takes now, if one is due; it also ends a rotation that
 * was begun by hand.
 */
export const dueStep = (keyring: Keyring, { now, writtenAt, everyDays }: Schedule): Step | undefined => {
  const step = nextStep(keyring);
  const wait = step === 'publish' ? everyDays * 86_400_000 : Math.max(WAITS[step], MIN_SCHEDULED_WAIT_MS);
  const since = keyring.changedAt === undefined ? writtenAt.getTime() : timeOf(keyring.changedAt);
  return now.getTime() - since < wait ? undefined : step;
};

/** Returns the earliest time of a step. */
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

/** Describes a keyring for the operator: each published key with its role, and no seed. */
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
