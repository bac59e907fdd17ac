import type {
  CreateArchiveRequest,
  CreateArchiveResponse,
  DeleteArchiveRequest,
  DescribeArchiveRequest,
  DescribeArchiveResponse,
  ListArchivesRequest,
  ListArchivesResponse,
} from '@aws-sdk/client-eventbridge';
import { alreadyExists, notFound } from '../base/aws-error.ts';
import { findBus } from './buses.ts';
import { asWritten } from './detail.ts';
import { page, required } from './input-checks.ts';
import { patternTest } from './pattern.ts';
import { type Archive, arnOf, type EventBus, type EventEnvelope, nameOf, type Registry } from './resources.ts';

/** The number of events that an archive keeps here; the oldest go first. */
export const MOST_ARCHIVED = 50_000;

const DAY_MS = 86_400_000;

const newArchive = (registry: Registry, name: string, input: CreateArchiveRequest): Archive => ({
  name,
  arn: arnOf(registry, `archive/${name}`),
  busArn: findBus(registry, required(input.EventSourceArn, 'eventSourceArn')).arn,
  description: input.Description,
  pattern: input.EventPattern,
  matches: input.EventPattern === undefined ? () => true : patternTest(input.EventPattern),
  retentionDays: input.RetentionDays ?? 0,
  createdAt: new Date(),
  events: [],
});

const summary = (archive: Archive) => ({
  ArchiveName: archive.name,
  EventSourceArn: archive.busArn,
  State: 'ENABLED' as const,
  RetentionDays: archive.retentionDays,
  SizeBytes: archive.events.reduce((sum, { bytes }) => sum + bytes, 0),
  EventCount: archive.events.length,
  CreationTime: archive.createdAt,
});

/** The archive of a name or ARN; throws `ResourceNotFoundException`. */
export const findArchive = (registry: Registry, nameOrArn: string | undefined): Archive => {
  const archive = registry.archives.get(nameOf(required(nameOrArn, 'archiveName')));
  if (archive === undefined) throw notFound(`Archive ${nameOf(nameOrArn ?? '')} does not exist.`);
  return archive;
};

/** Drops what is older than the retention, or too many. */
export const trim = ({ events, retentionDays }: Archive, now: number): void => {
  const oldest = retentionDays === 0 ? 0 : now - retentionDays * DAY_MS;
  const fresh = events.findIndex(({ at }) => at >= oldest);
  events.splice(0, Math.max(fresh < 0 ? events.length : fresh, events.length - MOST_ARCHIVED));
};

/**
 * Keeps an event in every archive of the bus that wants it; what was replayed is not archived
 * again. Whatever is wrong with one archive is logged.
 */
export const archiveEvent = (registry: Registry, event: EventEnvelope, bus: EventBus, log: (message: string) => void): void => {
  if (event['replay-name'] !== undefined) return;
  const seen = asWritten(event);
  const wants = ({ name, matches }: Archive): boolean => {
    try {
      return matches(seen);
    } catch (error) {
      log(`event ${event.id} (${event['detail-type']}) is not for the archive ${name}, which is broken: ${String(error)}`);
      return false;
    }
  };
  for (const archive of registry.archives.values()) {
    if (archive.busArn !== bus.arn || !wants(archive)) continue;
    archive.events.push({ at: Date.now(), bytes: Buffer.byteLength(JSON.stringify(event)), event });
    trim(archive, Date.now());
  }
};

/**
 * The control plane of archives, with AWS's inputs, outputs and errors; events are archived in
 * memory, at most `MOST_ARCHIVED` of them.
 */
export const archiveActions = (registry: Registry) => ({
  createArchive(input: CreateArchiveRequest): CreateArchiveResponse {
    const name = required(input.ArchiveName, 'archiveName');
    if (registry.archives.has(name)) throw alreadyExists(`Archive ${name}`);
    const archive = newArchive(registry, name, input);
    registry.archives.set(name, archive);
    return { ArchiveArn: archive.arn, State: 'ENABLED', CreationTime: archive.createdAt };
  },

  describeArchive(input: DescribeArchiveRequest): DescribeArchiveResponse {
    const archive = findArchive(registry, input.ArchiveName);
    trim(archive, Date.now());
    return { ...summary(archive), ArchiveArn: archive.arn, Description: archive.description, EventPattern: archive.pattern };
  },

  listArchives(input: ListArchivesRequest): ListArchivesResponse {
    const found = [...registry.archives.values()].filter(
      ({ name, busArn }) => name.startsWith(input.NamePrefix ?? '') && (input.EventSourceArn ?? busArn) === busArn,
    );
    const { items, ...rest } = page(found, input);
    return { Archives: items.map(summary), ...rest };
  },

  deleteArchive(input: DeleteArchiveRequest): Record<string, never> {
    registry.archives.delete(findArchive(registry, input.ArchiveName).name);
    return {};
  },
});
