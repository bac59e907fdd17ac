import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** The metric of an alarm, its bound, and the advice for when it goes off. */
export type AlarmDefinition = Advice & (FromThreshold | BelowLeast);

type RunbookAlarmProps = AlarmDefinition & {
  readonly configuration: { readonly alarmTopicArn?: string | undefined };
  /** The page of the heading. */
  readonly runbook?: string;
};

/** Alarms from this value on. */
interface FromThreshold {
  readonly threshold: number;
}

/** Alarms below this value, and when there is no value. */
interface BelowLeast {
  readonly least: number;
}

interface Advice {
  readonly metric: IMetric;
  /** The number of the metric's periods in a row; default 1. */
  readonly periods?: number;
  /** The first thing to do, as a sentence. */
  readonly advice: string;
  /** The anchor of the heading in docs/runbook.md. */
  readonly heading: string;
  /** Shows on the dashboard and notifies nobody. */
  readonly quiet?: boolean;
}

/**
 * An alarm whose description says what to do and names its heading in the runbook; it notifies the
 * configured topic, if any.
 */
export class RunbookAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id);
    const { configuration, metric, periods = 1, advice, heading, runbook = 'docs/runbook.md', quiet, ...bound } = props;

    this.alarm = new Alarm(this, 'Resource', {
      metric,
      evaluationPeriods: periods,
      ...comparison(bound),
      alarmDescription: `${advice} See ${runbook}#${heading}`,
      ...(quiet && { actionsEnabled: false }),
    });
    if (configuration.alarmTopicArn === undefined) return;
    const action = new SnsAction(Topic.fromTopicArn(this, 'Topic', configuration.alarmTopicArn));
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
  }
}

const comparison = (bound: FromThreshold | BelowLeast) =>
  'least' in bound
    ? {
        threshold: bound.least,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      }
    : {
        threshold: bound.threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // Most of these metrics are only written when something happens.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      };
