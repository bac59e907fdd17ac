/** The first and the last id (UUIDv7, RFC 9562) of a millisecond. */
export const firstIdAt = (ms: number): string => `${timeOf(ms)}-7000-8000-000000000000`;
export const lastIdAt = (ms: number): string => `${timeOf(ms)}-7fff-bfff-ffffffffffff`;

const timeOf = (ms: number): string => {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
};

/** The milliseconds of a UUIDv7. */
export const timeOfId = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

/** The UTC day (`yyyy-mm-dd`) of a UUIDv7: a day of the event log ends where its ids end. */
export const dayOfId = (id: string): string => new Date(timeOfId(id)).toISOString().slice(0, 10);
