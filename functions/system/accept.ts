/**
 * Returns whether an `Accept` header (RFC 9110, 12.5.1) prefers HTML to JSON, as those of browsers
 * do. Without a preference the answer is JSON, which programs read.
 */
export const prefersHtml = (accept = '*/*'): boolean => {
  const ranges = accept.split(',').map(readRange);
  return weightOf('text/html', ranges) > weightOf('application/json', ranges);
};

interface MediaRange {
  readonly type: string;
  readonly weight: number;
}

const readRange = (text: string): MediaRange => {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  return { type, weight: weight === undefined ? 1 : Number(weight) || 0 };
};

/** The most specific range decides. */
const weightOf = (type: string, ranges: readonly MediaRange[]): number => {
  const candidates = [type, type.replace(/\/.*/, '/*'), '*/*'];
  return candidates.flatMap((candidate) => ranges.find((range) => range.type === candidate)?.weight ?? []).at(0) ?? 0;
};
