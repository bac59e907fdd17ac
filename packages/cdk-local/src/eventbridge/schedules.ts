import { randomUUID } from 'node:crypto';
import { arnOf, type EventEnvelope, type Registry, type Rule } from './resources.ts';
import { readSchedule, type Schedule } from './schedule-expression.ts';

type SchedulesOptions = {
  readonly registry: Pick<Registry, 'region' | 'account' | 'buses'>;
  /** Multiplies the time between firings. */
  readonly timeScale: number;
  readonly fire: (rule: Rule) => void;
  readonly log: (message: string) => void;
};

// Compressed time must neither spin nor fire faster than functions run.
const SHORTEST_MS = 1_000;
// A longer timer would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The event that a scheduled rule sends its targets. Source: "Creating a rule that runs on a
 * schedule", EventBridge user guide.
 */
export const scheduledEvent = ({ region, account }: Pick<Registry, 'region' | 'account'>, rule: Rule): EventEnvelope => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region,
  resources: [rule.arn],
  detail: {},
});

/** Real milliseconds for a nominal time until the next firing. */
export const pauseMs = (nominalMs: number, timeScale: number): number => Math.max(timeScale < 1 ? SHORTEST_MS : 0, nominalMs * timeScale);

/** The clocks of scheduled rules, one a rule. */
export type Schedules = ReturnType<typeof schedules>;

/**
 * Creates the clocks; time between two firings is scaled, but never under a second when compressed.
 */
export const schedules = ({ registry, timeScale, fire, log }: SchedulesOptions) => {
  const timers = new Map<string, NodeJS.Timeout>();
  const startedAt = Date.now();
  // Scaled time runs faster from the start on, so that a cron expression is not due at one moment
  // again and again.
  const nominal = (real: number): number => startedAt + (real - startedAt) / timeScale;

  const disarm = (arn: string): void => {
    clearTimeout(timers.get(arn));
    timers.delete(arn);
  };

  const wait = (arn: string, until: number, ring: () => void): void => {
    const left = until - Date.now();
    const next = left > LONGEST_TIMER_MS ? () => wait(arn, until, ring) : ring;
    timers.set(arn, setTimeout(next, Math.min(left, LONGEST_TIMER_MS)));
  };

  const turn = (name: string, arn: string, schedule: Schedule, after: number): void => {
    const due = schedule(after);
    disarm(arn);
    if (due === undefined) return;
    const now = Date.now();
    wait(arn, now + pauseMs(due - nominal(now), timeScale), () => {
      const rule = registry.buses.get('default')?.rules.get(name);
      if (rule?.state === 'ENABLED') fire(rule);
      turn(name, arn, schedule, Math.max(due, nominal(Date.now())));
    });
  };

  return {
    /**
     * Starts a rule's clock anew, or stops it when the rule has no schedule; throws
     * `ValidationException` for an expression that AWS refuses.
     */
    arm(name: string, expression: string | undefined): void {
      const arn = arnOf(registry, `rule/${name}`);
      const schedule = expression === undefined ? undefined : readSchedule(expression);
      disarm(arn);
      if (schedule !== undefined) turn(name, arn, schedule, nominal(Date.now()));
      else if (expression !== undefined) log(`rule ${name}: the schedule ${expression} does not fire in the embedded runtime`);
    },

    disarm: (name: string): void => disarm(arnOf(registry, `rule/${name}`)),

    /** Stops every clock. */
    stop(): void {
      for (const arn of [...timers.keys()]) disarm(arn);
    },
  };
};
