/** All items; what was collected before a failure comes with it. */
export const collect = async <T>(items: AsyncIterable<T>): Promise<{ readonly items: readonly T[]; readonly error?: unknown }> => {
  const collected: T[] = [];
  try {
    for await (const item of items) collected.push(item);
    return { items: collected };
  } catch (error) {
    return { items: collected, error };
  }
};

/** A text as bytes in pieces of a size. */
export const pieces = (text: string, size = 65_536): readonly Buffer[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
};
