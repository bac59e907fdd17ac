import { isIdOfTime } from '../../functions/shared/base/ids.ts';
import { timeOf } from '../../functions/shared/contract/time.ts';
import type { Given } from '../command/declaration.ts';
import { installationOf } from '../shared/installation.ts';
import { readEventName, readTime } from '../shared/option-values.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { republish } from './declaration.ts';

/** The events to publish again; a span is in milliseconds and ends before `to`. */
export type Selection =
  | { readonly ids: readonly string[] }
  | { readonly from: number; readonly to: number }
  | { readonly queue: string | undefined };

/** The options of the command. */
export interface RepublishRequest {
  readonly selection: Selection;
  readonly installation: string | undefined;
  /** The table, unless it is that of the installation. */
  readonly table: string | undefined;
  readonly tenant: string | undefined;
  readonly event: string | undefined;
  readonly dryRun: boolean;
}

/** Reads the options; `now` is in milliseconds. @throws {UsageError} */
export const readRequest = ({ values, words }: Given<typeof republish.options>, now: number): RepublishRequest => {
  const { table, tenant, event, 'dry-run': dryRun = false } = values;
  const installation = installationOf(values);
  if ((installation === undefined) === (table === undefined)) throw new UsageError('one of --stage and --table is required');
  if (values['dead-letters'] && installation === undefined)
    throw new UsageError('--dead-letters goes with --stage: name the queue with --queue.');
  if (event !== undefined) readEventName(event);
  if (tenant !== undefined && !/^\/(?:(?:partners|resellers)\/[\w/-]+)?$/.test(tenant))
    throw new UsageError('--tenant must be /partners/<id>, /resellers/<id> or /');
  return { ...{ installation, table, tenant, event, dryRun }, selection: selectionOf(values, words, now) };
};

const selectionOf = ({ from, to, queue, ...values }: Given<typeof republish.options>['values'], ids: readonly string[], now: number) => {
  const isQueue = values['dead-letters'] === true || queue !== undefined;
  if ([ids.length > 0, from !== undefined, isQueue].filter(Boolean).length !== 1)
    throw new UsageError('ids of events, --from, or --dead-letters is required, and one of them only');
  if (values['dead-letters'] && queue !== undefined) throw new UsageError('--dead-letters and --queue exclude each other.');
  if (to !== undefined && from === undefined) throw new UsageError('--to goes with --from.');
  const [unknown] = ids.filter((id) => !isIdOfTime(id));
  if (unknown !== undefined) throw new UsageError(`${JSON.stringify(unknown)} is the id of no event`);
  if (isQueue) return { queue };
  if (from === undefined) return { ids };
  const span = { from: timeOf(readTime('from', from)), to: to === undefined ? now : Math.min(now, timeOf(readTime('to', to))) };
  if (span.to <= span.from) throw new UsageError('--from must be before --to, and in the past');
  return span;
};
