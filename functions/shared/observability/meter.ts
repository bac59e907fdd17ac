import { type Counted, definitionOf, INSTALLATION, type MetricName, NAMESPACE, type Of } from './metrics.ts';

/** What one invocation measures, until it is written with a line of its log. */
export interface Meter {
  /** Adds to a count, or notes one more value of any other metric; `of` is the value of its second dimension. */
  add<Name extends MetricName>(name: Name, value: number, ...of: Of<Name>): void;
  /** Adds one to a count. */
  count(counted: Counted): void;
  /** Everything since the last time, as members of log lines: a line each, nearly always one, none when nothing was measured. */
  take(): readonly Readonly<Record<string, unknown>>[];
}

interface Measured {
  readonly name: MetricName;
  readonly of: string | undefined;
  readonly values: readonly number[];
}

/** A meter whose metrics are of that installation, in CloudWatch's embedded metric format. */
export const newMeter = (installation: string, clock: () => number = Date.now): Meter => {
  const measured = new Map<string, Measured>();
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
      const taken = [...measured.values()].flatMap(parts);
      measured.clear();
      return documents(taken).map((document) => embedded(document, installation, clock()));
    },
  };
};

/** Embedded metric format specification: "an array … must not have more than 100 members". */
const MOST_VALUES = 100;

const parts = ({ values, ...rest }: Measured): readonly Measured[] =>
  Array.from({ length: Math.ceil(values.length / MOST_VALUES) }, (_, index) => ({
    ...rest,
    values: values.slice(index * MOST_VALUES, (index + 1) * MOST_VALUES),
  }));

/** A document names each metric and each dimension once: a second value of either begins another. */
const documents = (taken: readonly Measured[]): readonly (readonly Measured[])[] => {
  const begun: Measured[][] = [];
  for (const one of taken) {
    const place = begun.find((document) => document.every((other) => fitTogether(one, other)));
    if (place) place.push(one);
    else begun.push([one]);
  }
  return begun;
};

const fitTogether = (one: Measured, other: Measured): boolean => {
  const by = definitionOf(one.name).by;
  return one.name !== other.name && (by === undefined || by !== definitionOf(other.name).by || one.of === other.of);
};

const embedded = (document: readonly Measured[], installation: string, at: number) => ({
  ...Object.fromEntries(document.map(({ name, values }) => [name, values.length === 1 ? values[0] : values])),
  ...Object.fromEntries(document.flatMap(({ name, of }) => (of === undefined ? [] : [[definitionOf(name).by, of]]))),
  [INSTALLATION]: installation,
  _aws: { Timestamp: at, CloudWatchMetrics: [...Map.groupBy(document, ({ name }) => definitionOf(name).by)].map(directive) },
});

const directive = ([by, metrics]: readonly [string | undefined, readonly Measured[]]) => ({
  Namespace: NAMESPACE,
  Dimensions: [by === undefined ? [INSTALLATION] : [INSTALLATION, by]],
  Metrics: metrics.map(({ name }) => ({ Name: name, Unit: definitionOf(name).unit })),
});
