import type { EventDetail } from '../../functions/shared/table/events.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Kept {
  readonly version: number;
  /** Absent of a deleted entity, whose version is kept all the same. */
  readonly data?: Fields;
}

/** A consumer that keeps the highest version of each entity, whatever the order. */
export const highestVersions = () => {
  const kept = new Map<string, Kept>();
  return {
    take: ({
      metadata: { version },
      payload: { event, data },
    }: Pick<EventDetail, 'payload'> & { readonly metadata: { readonly version: number } }) => {
      const fields = data as Fields;
      const id = String(fields.id);
      if (version < (kept.get(id)?.version ?? 0)) return;
      kept.set(id, event.endsWith('.deleted') || fields.deletedAt !== undefined ? { version } : { version, data: fields });
    },
    /** The entities that are there, by id. */
    state: (): Readonly<Record<string, Fields>> =>
      Object.fromEntries([...kept].flatMap(([id, { data }]) => (data === undefined ? [] : [[id, data]])).toSorted()),
  };
};
