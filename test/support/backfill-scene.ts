import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PutEventsRequestEntry, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import type { Checkpoint } from '../../cli/backfill/checkpoint.ts';
import { backfill } from '../../cli/backfill/declaration.ts';
import { readRequest } from '../../cli/backfill/options.ts';
import { type BackfillIo, type BackfillResult, runBackfill } from '../../cli/backfill/run.ts';
import { parseOnce } from '../../cli/shared/parse-once.ts';
import type { EventDetail } from '../../functions/shared/table/events.ts';
import type { Table } from '../../functions/shared/table/table.ts';

export const BUS = 'tenantry-dev';

/** The pattern of a rule that subscribes to these, as the subscription `crm`. */
export const crmRule = (types: readonly unknown[], metadata?: object) => ({
  source: ['tenantry', 'tenantry.snapshot.crm'],
  'detail-type': [...types, { suffix: '.snapshot' }],
  ...(metadata && { detail: { metadata } }),
});

interface TestRule {
  readonly pattern: object;
  state: 'ENABLED' | 'DISABLED';
}

interface SceneOptions {
  readonly table: Table;
  readonly rules?: Readonly<Record<string, TestRule>>;
  /** Called for each `PutEvents` before it is answered. */
  readonly onPut?: (entries: readonly PutEventsRequestEntry[], call: number) => Promise<unknown>;
}

/** An event that a rule matched. */
export interface Delivered {
  readonly rule: string;
  readonly source: string;
  readonly name: string;
  readonly detail: EventDetail;
}

const OPTIONS = Object.fromEntries(
  Object.entries(backfill.options).map(([name, option]) => [name, { type: 'value' in option ? 'string' : 'boolean' } as const]),
);

/**
 * A bus with rules, over a real table, and a folder for the checkpoint. Its clock moves only when
 * somebody sleeps, and each `PutEvents` takes 50 ms.
 */
export const backfillScene = ({
  table,
  rules = { crm: { pattern: crmRule([{ prefix: 'reseller.' }]), state: 'ENABLED' } },
  onPut,
}: SceneOptions) => {
  const folder = mkdtempSync(join(tmpdir(), 'backfill-'));
  const file = join(folder, 'checkpoint.json');
  const [delivered, told, sleeps, sizes]: [Delivered[], string[], number[], number[]] = [[], [], [], []];
  let time = Date.parse('2026-11-22T14:00:00Z');
  let calls = 0;

  const describe = (name: string) => {
    const rule = rules[name];
    if (!rule) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
    return { Name: name, Arn: `arn:${name}`, EventPattern: JSON.stringify(rule.pattern), State: rule.state };
  };
  const deliver = ({ Source = '', DetailType = '', Resources = [], Detail = '' }: PutEventsRequestEntry): void => {
    const detail = JSON.parse(Detail) as EventDetail;
    const view = viewOf({ source: Source, 'detail-type': DetailType, resources: Resources, detail });
    for (const [rule, { pattern, state }] of Object.entries(rules)) {
      const isMatched = state === 'ENABLED' && compilePattern(JSON.stringify(pattern))(view);
      if (isMatched) delivered.push({ rule, source: Source, name: DetailType, detail });
    }
  };
  const answers: Readonly<Record<string, (input: never) => unknown>> = {
    DescribeRuleCommand: ({ Name }: { readonly Name: string }) => describe(Name),
    ListRulesCommand: ({ NextToken }: { readonly NextToken?: string }) => {
      // A page each, as there may be many.
      const [at, names] = [Number(NextToken ?? 0), Object.keys(rules)];
      const name = names[at];
      return { Rules: name === undefined ? [] : [describe(name)], ...(at + 1 < names.length && { NextToken: String(at + 1) }) };
    },
    PutEventsCommand: async ({ Entries }: { readonly Entries: readonly PutEventsRequestEntry[] }) => {
      calls += 1;
      time += 50;
      sizes.push(Entries.length);
      const given = await onPut?.(Entries, calls);
      if (given !== undefined) return given;
      Entries.forEach(deliver);
      return { Entries: Entries.map((_, at) => ({ EventId: `${calls}-${at}` })) };
    },
  };
  const send = async (command: { readonly input: unknown }) => answers[command.constructor.name]?.(command.input as never);

  /** Runs the command with these arguments. */
  const run = (args: readonly string[], io: Partial<BackfillIo> = {}): Promise<BackfillResult> => {
    const given = ['--table', 'any', '--bus', BUS, '--checkpoint', file, ...args];
    return runBackfill(readRequest(parseOnce({ options: OPTIONS, args: given }).values), {
      client: { send } as BackfillIo['client'],
      table,
      readKeys: async () => [],
      clock: {
        now: () => time,
        sleep: async (ms) => {
          sleeps.push(ms);
          time += ms;
        },
      },
      newId: () => 'backfill-1',
      tell: (line) => void told.push(line),
      onSent: () => undefined,
      stopped: new AbortController().signal,
      ...io,
    });
  };

  return {
    run,
    delivered,
    told,
    sleeps,
    /** The entries of each `PutEvents`. */
    sizes,
    now: () => time,
    checkpoint: (): Checkpoint | undefined => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as Checkpoint;
      } catch {
        return undefined;
      }
    },
    file,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** Returns the table with pages of so many, so that a few entities fill several. */
export const withSmallPages = (table: Table, size: number): Table => ({
  ...table,
  page: (request) => table.page({ ...request, limit: Math.min(request.limit, size) }),
  range: (request) => table.range({ ...request, limit: Math.min(request.limit, size) }),
});
