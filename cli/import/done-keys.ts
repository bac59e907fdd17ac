import { type Hashes, openHashes } from './hashes.ts';

/** The keys of rows that are done. */
export type DoneKeys = Hashes;

/** Keeps keys, which are hashes themselves. */
export const doneKeys = (): DoneKeys => openHashes(shorten);

// That two of a million rows share 72 bits happens once in ten billion imports.
const shorten = (key: string): string => key.slice('import-'.length, 'import-'.length + 12);
