/** The encodings that a file may have. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** The encoding of the head of a file, by its byte order mark or as it was asked for. */
export const encodingOf = (head: Uint8Array, asked: Encoding | undefined): Encoding => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return asked ?? 'utf-8';
};

/** Returns why a head that is said to be UTF-8 is probably UTF-16 without a mark. */
export const hasZeroBytes = (head: Uint8Array): boolean => head.subarray(0, 512).includes(0);
