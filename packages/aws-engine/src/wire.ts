/** The members of a request, of an answer, or of a part of them. */
export type Members = Readonly<Record<string, unknown>>;

/** Converts the members of an answer, those within others first. */
export interface Conversion {
  /** The JSON that has something to convert; for any other nothing is called. */
  readonly when: RegExp;
  readonly convert: (name: string, value: unknown) => unknown;
}

/** Reads the JSON of an answer; nothing at all are no members. */
export const parseAnswer = async (body: AsyncIterable<Uint8Array>, conversion?: Conversion): Promise<Members> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : { ...JSON.parse(text, conversion?.when.test(text) ? conversion.convert : undefined) };
};

/** Converts members by their names, and leaves out those that are null. */
export const byName = (conversions: Readonly<Record<string, (value: never) => unknown>>): Conversion => ({
  when: new RegExp(`null|"(?:${Object.keys(conversions).join('|')})"`),
  convert: (name, value) => {
    if (value === null) return undefined;
    return Object.hasOwn(conversions, name) ? conversions[name]?.(value as never) : value;
  },
});

/** Returns the time that a service says in seconds. */
export const timeOf = (seconds: number): Date => new Date(Math.round(seconds * 1000));

/** Returns the bytes that a service says as base64. */
export const bytesOf = (base64: string): Uint8Array => {
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
