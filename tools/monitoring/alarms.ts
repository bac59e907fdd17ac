import { code } from '../documents/markdown.ts';
import { resourcesOf } from '../rights/policies.ts';
import type { Sample } from '../rights/sample-installation.ts';

/** An alarm, as its template has it. */
export interface AlarmFacts {
  /** The anchor of its heading in the runbook. */
  readonly heading: string;
  /** Its metric, in words. */
  readonly watches: string;
  readonly comparison: '≥' | '<';
  readonly threshold: number;
  /** The number of periods in a row, and the length of each. */
  readonly periods: number;
  readonly minutes: number;
  /** Whether it notifies nobody. */
  readonly isQuiet: boolean;
}

interface Query {
  readonly Label?: string;
  readonly Period?: number;
  readonly Expression?: unknown;
  readonly MetricStat?: { readonly Period: number };
}

interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly ActionsEnabled?: boolean;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly MetricName?: string;
  readonly Metrics?: readonly Query[];
  readonly Namespace?: string;
  readonly Period?: number;
  readonly Statistic?: string;
  readonly Threshold: number;
}

/** Returns the alarms of a synthesised installation. */
export const alarmsIn = ({ stacks }: Pick<Sample, 'stacks'>): readonly AlarmFacts[] =>
  stacks.flatMap((stack) =>
    resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => factsOf(Properties as unknown as AlarmProperties)),
  );

const factsOf = (alarm: AlarmProperties): AlarmFacts => {
  const [, heading = ''] = / See docs\/runbook\.md#(\S+)$/.exec(alarm.AlarmDescription) ?? [];
  return {
    heading,
    watches: watchedBy(alarm),
    comparison: alarm.ComparisonOperator === 'LessThanThreshold' ? '<' : '≥',
    threshold: alarm.Threshold,
    periods: alarm.EvaluationPeriods,
    minutes: periodOf(alarm) / 60,
    isQuiet: alarm.ActionsEnabled === false,
  };
};

/** The label of an expression says what it is. */
const watchedBy = ({ Metrics = [], MetricName = '', Namespace = '', Statistic }: AlarmProperties): string => {
  const expression = Metrics.find(({ Expression }) => Expression !== undefined)?.Label;
  if (expression !== undefined) return /\s/.test(expression) ? expression : code(expression);
  const metric = Namespace.startsWith('AWS/') ? `${code(MetricName)} of ${code(Namespace)}` : code(MetricName);
  return Statistic === 'Maximum' ? `most ${metric}` : metric;
};

const periodOf = ({ Period, Metrics = [] }: AlarmProperties): number =>
  Period ?? Math.max(...Metrics.map((query) => query.Period ?? query.MetricStat?.Period ?? 0));
