/** The members of a request, of an answer, or of a part of them. */
export type Members = Readonly<Record<string, unknown>>;

/** Reads the JSON of an answer; nothing at all are no members. */
export const parseAnswer = async (body: AsyncIterable<Uint8Array>): Promise<Members> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (text === '') return {};
  return { ...JSON.parse(text, /"BS?":/.test(text) ? readBinary : undefined) };
};

// An attribute that has the name `B` or `BS` is an object.
const readBinary = (key: string, value: unknown): unknown => {
  if (key === 'B' && typeof value === 'string') return bytesOf(value);
  return key === 'BS' && Array.isArray(value) ? value.map(bytesOf) : value;
};

const bytesOf = (base64: string): Uint8Array => {
  const { buffer, byteOffset, byteLength } = Buffer.from(base64, 'base64');
  return new Uint8Array(buffer, byteOffset, byteLength);
};

/** Returns the base64 of binary data. */
export const base64Of = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** Returns what the JSON of a request has for a value: base64 for bytes, seconds for times. */
export const wireOf = (value: unknown): unknown => {
  if (ArrayBuffer.isView(value)) return base64Of(value);
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(wireOf);
  return value !== null && typeof value === 'object' ? mapValues(value as Members, wireOf) : value;
};

/** Converts every member. */
export const mapValues = (members: Members, convert: (value: unknown) => unknown): Members =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, convert(value)]));

/** Names of members, one within the other; `*` stands for every member. */
export type Path = readonly string[];

/** Converts what stands at a path. */
export const mapAt = (value: unknown, [head, ...rest]: Path, convert: (value: unknown) => unknown): unknown => {
  if (value === undefined || value === null) return value;
  if (head === undefined) return convert(value);
  if (Array.isArray(value)) return value.map((item) => mapAt(item, rest, convert));
  const members = value as Members;
  if (head === '*') return mapValues(members, (member) => mapAt(member, rest, convert));
  return head in members ? { ...members, [head]: mapAt(members[head], rest, convert) } : members;
};
