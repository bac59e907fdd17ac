/** The first and the last id (UUIDv7, RFC 9562) of a millisecond. */
export const firstIdAt = (ms: number): string => `${hexOf(ms)}-7000-8000-000000000000`;
export const lastIdAt = (ms: number): string => `${hexOf(ms)}-7fff-bfff-ffffffffffff`;

const hexOf = (ms: number): string => {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
};

/** The milliseconds of a UUIDv7. */
export const timeOfId = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
