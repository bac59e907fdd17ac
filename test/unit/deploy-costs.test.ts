import { readFileSync } from 'node:fs';
import { markedRows } from '../support/markdown.ts';

const read = (page: string): string => readFileSync(`docs/${page}.md`, 'utf8');

/** The cells of the rows of a page's table, by the first of them. */
const rowsOf = (page: string, mark: string) => new Map(markedRows(read(page), mark).map(([name = '', ...cells]) => [name, cells]));

const amount = (cell = ''): number => Number(cell.replaceAll(',', ''));

const costs = rowsOf('deploy', 'costs');
const [, ...parts] = [...costs].filter(([name]) => name !== 'Sum');

test('what creates cost in docs/deploy.md is the sum of docs/scale.md', () => {
  const [, one, hundred] = rowsOf('scale', 'costs').get('Sum') ?? [];
  expect(costs.get('creates, each with one webhook')).toEqual(['0', one, hundred]);
});

test('the fixed part is that of docs/operations.md and docs/identity.md', () => {
  const operations = read('operations').replace(/\s+/g, ' ');
  const [, quiet, busy] = /about \$([\d.]+) for a quiet installation, and \$([\d.]+) if/.exec(operations) ?? [];
  expect(costs.get('metrics, alarms, dashboard')).toEqual([quiet, busy, busy]);
  const [, writes, rest] =
    /216,000 write units \(\$([\d.]+)\), and its invocations, events and log lines \(about \$([\d.]+)\)/.exec(operations) ?? [];
  expect(costs.get('canary: writes, invocations, events')).toEqual(Array(3).fill((amount(writes) + amount(rest)).toFixed(2)));
  const [, client] = /charges (\d+) USD a month for each app client/.exec(read('identity')) ?? [];
  expect(costs.get("user pool: the operator's app client")).toEqual(Array(3).fill(amount(client).toFixed(2)));
});

test('the sums are those of the rows above them, to two digits', () => {
  const sums = [0, 1, 2].map((column) => parts.reduce((total, [, cells]) => total + amount(cells[column]), 0));
  expect(parts).toHaveLength(4);
  expect(costs.get('Sum')?.map(amount)).toEqual(sums.map((sum) => Number(sum.toPrecision(2))));
});
