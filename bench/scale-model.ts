/** The counted usage of one keyed create of an organization; sizes in bytes. */
export interface Usage {
  readonly roundTrips: number;
  readonly writeUnits: number;
  /** Of them, those of the items in the partition of the reseller. */
  readonly resellerUnits: number;
  readonly eventBytes: number;
  readonly logBytes: number;
  /** Of the items that stay, of the event that TTL removes, and of the stored answer. */
  readonly keptBytes: number;
  readonly historyBytes: number;
  readonly answerBytes: number;
}

// Prices in USD; docs/scale.md names their sources.
const MILLION = 1_000_000;
const GB = 1e9;
const SECONDS_OF_A_MONTH = 730 * 3600;
const HTTP_TIER = 300 * MILLION;
const ASSUMED_SECONDS = 0.05;
// Of the entry of an event in an index: one by our engine, two by AWS's own, as in transactions.
const LOG_UNITS = 2;

interface Part {
  readonly name: string;
  readonly formula: string;
  /** The cost of so many creates. */
  readonly costOf: (creates: number) => number;
}

const perMillion = (price: number) => (count: number) => (count / MILLION) * price;

/** Returns the parts of the bill that grow with creates. */
const partsOf = ({ writeUnits, eventBytes, logBytes }: Usage): readonly Part[] => [
  {
    name: 'API Gateway',
    formula: 'N × g',
    costOf: (creates) => perMillion(1)(Math.min(creates, HTTP_TIER)) + perMillion(0.9)(Math.max(0, creates - HTTP_TIER)),
  },
  { name: 'Lambda, invocations', formula: '2N × i', costOf: (creates) => perMillion(0.2)(2 * creates) },
  { name: 'Lambda, time', formula: 'N × D × 1 GB × t', costOf: (creates) => creates * ASSUMED_SECONDS * 0.0000133334 },
  { name: 'DynamoDB, writes', formula: `${writeUnits}N × w`, costOf: (creates) => perMillion(0.625)(writeUnits * creates) },
  { name: 'EventBridge, events', formula: 'N × v', costOf: perMillion(1) },
  { name: 'API destinations', formula: 'N × E × a', costOf: perMillion(0.2) },
  { name: 'Archive, intake', formula: `N × ${sizeOf(eventBytes)} × k`, costOf: (creates) => ((creates * eventBytes) / GB) * 0.1 },
  { name: 'Logs, intake', formula: `N × ${sizeOf(logBytes)} × l`, costOf: (creates) => ((creates * logBytes) / GB) * 0.5 },
];

const sizeOf = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

const RATES = [1, 100, 10_000] as const;

const amount = (value: number, digits: number): string =>
  Number(value.toPrecision(digits)).toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });

/** Returns the rows of a Markdown table with padded cells. */
const tableOf = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lineOf = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [lineOf(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(lineOf)].join('\n');
};

/** Returns the limits, each with the creates a second that reach it, in their order. */
const limitsOf = ({ writeUnits, resellerUnits }: Usage): readonly (readonly string[])[] =>
  (
    [
      [1000 / 30, 'one reseller: one `PutEvents` at a time, of 30 ms', 'no'],
      [1000 / resellerUnits, 'one reseller: 1,000 write units of its partition', 'no'],
      [4000 / writeUnits, 'a new table: 4,000 write units', 'warm throughput'],
      [300, 'one API destination: 300 requests', 'quota'],
      [500, '`throttle.ratePerSecond`, by default', 'configuration'],
      [40_000 / writeUnits, 'the table: 40,000 write units', 'quota'],
      [(4 * 1000) / LOG_UNITS, 'the event log: four index partitions a day, of 1,000 units', 'code'],
      [400 * 10, '`PutEvents`: 400 calls of ten events, or more by Region', 'quota'],
      [10_000, 'API Gateway: 10,000 requests, 2,500 in some Regions', 'quota'],
      [1000 / ASSUMED_SECONDS, 'Lambda: 1,000 executions at once, of D', 'quota'],
    ] as const
  )
    .toSorted(([one], [other]) => one - other)
    .map(([creates, limit, change]) => [Math.floor(creates).toLocaleString('en-US'), limit, change]);

/**
 * Returns the tables of docs/scale.md: what one create uses, what creates cost a month, and which
 * limits they reach.
 */
export const scaleTables = (usage: Usage) => {
  const parts = partsOf(usage);
  const monthly = RATES.map((rate) => rate * SECONDS_OF_A_MONTH);
  const storedGb = (bytes: number) => monthly.map((creates) => amount((creates * bytes) / GB, 2));
  const counted = [
    ['one keyed create of an organization', 'counted'],
    ['round trips to the table', String(usage.roundTrips)],
    ['write units', String(usage.writeUnits)],
    ['of them in the partition of its reseller', String(usage.resellerUnits)],
    ['event on the bus', sizeOf(usage.eventBytes)],
    ['lines in logs', sizeOf(usage.logBytes)],
    ['items that stay', sizeOf(usage.keptBytes)],
    ['event in the log, for `eventRetentionDays`', sizeOf(usage.historyBytes)],
    ['stored answer, for a day', sizeOf(usage.answerBytes)],
  ];
  const costs = [
    ['USD a month', 'formula', ...RATES.map((rate) => `${rate.toLocaleString('en-US')} a second`)],
    ...parts.map(({ name, formula, costOf }) => [name, formula, ...monthly.map((creates) => amount(costOf(creates), 2))]),
    [
      'Sum',
      '',
      ...monthly.map((creates) =>
        amount(
          parts.reduce((sum, { costOf }) => sum + costOf(creates), 0),
          2,
        ),
      ),
    ],
    ['GB a month that stay', '', ...storedGb(usage.keptBytes)],
    ['GB a month of event log', '', ...storedGb(usage.historyBytes)],
  ];
  const limits = [['creates a second', 'limit', 'raised by'], ...limitsOf(usage)];
  return { counted: tableOf(counted), costs: tableOf(costs), limits: tableOf(limits) };
};
