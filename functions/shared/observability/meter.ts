import { type Counted, definitionOf, INSTALLATION, type MetricName, NAMESPACE, type Of } from './metrics.ts';

/** The metrics of one invocation, until they are written with a line of its log. */
export interface Meter {
  /**
   * Adds to a count, or adds a value to any other metric; `of` is the value of its second
   * dimension.
   */
  add<Name extends MetricName>(name: Name, value: number, ...of: Of<Name>): void;
  /** Adds one to a count. */
  count(counted: Counted): void;
  /**
   * Returns everything since the last call, as members of log lines: usually one line, none when
   * there are no metrics.
   */
  take(): readonly Readonly<Record<string, unknown>>[];
}

interface MeasuredMetric {
  readonly name: MetricName;
  readonly of: string | undefined;
  readonly values: readonly number[];
}

/** Creates a meter of an installation, in CloudWatch's embedded metric format. */
export const newMeter = (installation: string, clock: () => number = Date.now): Meter => {
  const measured = new Map<string, MeasuredMetric>();
  const add = (name: MetricName, value: number, of?: string): void => {
    const key = `${name} ${of}`;
    const before = measured.get(key)?.values ?? [];
    const values = definitionOf(name).unit === 'Count' ? [(before[0] ?? 0) + value] : [...before, value];
    measured.set(key, { name, of, values });
  };
  return {
    add: (name, value, ...of) => add(name, value, ...of),
    count: ([name, of]) => add(name, 1, of),
    take: () => {
      const taken = [...measured.values()].flatMap(splitValues);
      measured.clear();
      return groupIntoDocuments(taken).map((document) => embeddedFormat(document, installation, clock()));
    },
  };
};

/** Embedded metric format specification: "an array … must not have more than 100 members". */
const MAX_VALUES = 100;

const splitValues = ({ values, ...rest }: MeasuredMetric): readonly MeasuredMetric[] =>
  Array.from({ length: Math.ceil(values.length / MAX_VALUES) }, (_, index) => ({
    ...rest,
    values: values.slice(index * MAX_VALUES, (index + 1) * MAX_VALUES),
  }));

/**
 * A document names each metric and each dimension once: a second value of either begins another
 * document.
 */
const groupIntoDocuments = (taken: readonly MeasuredMetric[]): readonly (readonly MeasuredMetric[])[] => {
  const begun: MeasuredMetric[][] = [];
  for (const one of taken) {
    const place = begun.find((document) => document.every((other) => canShare(one, other)));
    if (place) place.push(one);
    else begun.push([one]);
  }
  return begun;
};

const canShare = (one: MeasuredMetric, other: MeasuredMetric): boolean => {
  const by = definitionOf(one.name).by;
  return one.name !== other.name && (by === undefined || by !== definitionOf(other.name).by || one.of === other.of);
};

const embeddedFormat = (document: readonly MeasuredMetric[], installation: string, at: number) => ({
  ...Object.fromEntries(document.map(({ name, values }) => [name, values.length === 1 ? values[0] : values])),
  ...Object.fromEntries(document.flatMap(({ name, of }) => (of === undefined ? [] : [[definitionOf(name).by, of]]))),
  [INSTALLATION]: installation,
  _aws: { Timestamp: at, CloudWatchMetrics: [...Map.groupBy(document, ({ name }) => definitionOf(name).by)].map(directiveOf) },
});

const directiveOf = ([by, metrics]: readonly [string | undefined, readonly MeasuredMetric[]]) => ({
  Namespace: NAMESPACE,
  Dimensions: [by === undefined ? [INSTALLATION] : [INSTALLATION, by]],
  Metrics: metrics.map(({ name }) => ({ Name: name, Unit: definitionOf(name).unit })),
});
