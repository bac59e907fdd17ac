import { readFileSync, writeFileSync } from 'node:fs';

/** The capacity units and round trips of one operation. */
export interface OperationCost {
  readonly trips: number;
  readonly read: number;
  readonly write: number;
}

/** The figures of a run that bounds are about; names begin with that of the benchmark and a dot. */
export interface Figures {
  /** Ratios of times or of CPU, to a baseline of the same run. */
  readonly ratios?: Readonly<Record<string, number>>;
  /** Figures that are the same on every machine: losses, bytes, ratios of bytes. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly operations?: Readonly<Record<string, OperationCost>>;
}

/** The committed bounds: at most for ratios and counts, exactly for operations. */
export type Bounds = Required<Figures>;

const FILE = new URL('../bounds.json', import.meta.url);

export const readBounds = (): Bounds => JSON.parse(readFileSync(FILE, 'utf8')) as Bounds;

/** Writes the costs of all operations over those of the file; the rest of it stays. */
export const recordOperations = (operations: Bounds['operations']): void => {
  const lines = Object.entries(operations).map(
    ([name, { trips, read, write }]) => `    ${JSON.stringify(name)}: { "trips": ${trips}, "read": ${read}, "write": ${write} }`,
  );
  const text = readFileSync(FILE, 'utf8');
  const from = text.indexOf('"operations": {');
  const to = text.indexOf('\n  }', from);
  writeFileSync(FILE, `${text.slice(0, from)}"operations": {\n${lines.join(',\n')}${text.slice(to)}`);
};

/**
 * Compares a run of one benchmark with the bounds, and returns a line for each that is broken, or
 * that nothing was measured for. Only a whole run without another checkout is held to ratios.
 */
export const brokenBounds = (bench: string, figures: Figures, bounds: Bounds, isHeldToRatios: boolean): readonly string[] => [
  ...(isHeldToRatios ? aboveMost(bench, figures.ratios ?? {}, bounds.ratios) : []),
  ...aboveMost(bench, figures.counts ?? {}, bounds.counts),
  ...(figures.operations ? otherCosts(figures.operations, bounds.operations) : []),
];

type Numbers = Readonly<Record<string, number>>;

const aboveMost = (bench: string, measured: Numbers, most: Numbers): readonly string[] =>
  Object.entries(most).flatMap(([name, bound]) => {
    if (!name.startsWith(`${bench}.`)) return [];
    const value = measured[name];
    if (value === undefined || Number.isNaN(value)) return [`${name}: nothing was measured`];
    return value > bound ? [`${name}: ${value} is above ${bound}`] : [];
  });

const otherCosts = (measured: Bounds['operations'], expected: Bounds['operations']): readonly string[] =>
  [...new Set([...Object.keys(measured), ...Object.keys(expected)])].flatMap((name) => {
    const [is, was] = [costLine(measured[name]), costLine(expected[name])];
    return is === was ? [] : [`${name}: ${is}, and not ${was}`];
  });

const costLine = (cost: OperationCost | undefined): string =>
  cost === undefined ? 'nothing' : `${cost.trips} round trips, ${cost.read} read and ${cost.write} write units`;
