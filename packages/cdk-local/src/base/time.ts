/**
 * Returns the milliseconds since 1970 of a time that the runtime wrote itself, such as `time` of an
 * event.
 *
 * @throws {RangeError} when the text is no UTC time as `Date.toISOString` writes it, with or
 * without milliseconds
 */
export const timeOf = (text: string): number => {
  const time = Date.parse(text);
  if (Number.isNaN(time) || !writings(time).includes(text)) throw new RangeError('the text is not a UTC time');
  return time;
};

const writings = (time: number): readonly string[] => {
  const text = new Date(time).toISOString();
  return [text, text.replace(/\.\d{3}Z$/, 'Z')];
};

/** Reads the date of an HTTP header (RFC 9110, IMF-fixdate) as milliseconds since 1970. */
export const readHttpDate = (text: string): number | undefined => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toUTCString() === text ? time : undefined;
};
