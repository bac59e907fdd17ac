import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

interface Question {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Maximum' | 'Sum';
  readonly minutes: number;
}

/** A value of a metric, and when the minute of it began. */
export interface Point {
  readonly at: Date;
  readonly value: number;
}

/** Reads the values of a metric in the last minutes, newest first. */
export const readPoints = async (client: CloudWatchClient, question: Question, now: Date): Promise<readonly Point[]> => {
  const { namespace, metric, dimensions, statistic, minutes } = question;
  const { MetricDataResults: [found] = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now.getTime() - minutes * 60_000),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'asked',
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: metric,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            ...{ Period: 60, Stat: statistic },
          },
        },
      ],
    }),
  );
  return (found?.Timestamps ?? []).map((at, index) => ({ at, value: found?.Values?.[index] ?? 0 }));
};
