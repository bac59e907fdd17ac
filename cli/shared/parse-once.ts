import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Parses the arguments of a command as `parseArgs` of Node does, and refuses an option that is
 * given twice: Node silently takes the last.
 * @throws {TypeError}
 */
export const parseOnce = <const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> => {
  const { tokens = [] } = parseArgs({ ...config, tokens: true } as ParseArgsConfig);
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || config.options?.[token.name]?.multiple) continue;
    if (seen.has(token.name)) throw new TypeError(`--${token.name} is there twice`);
    seen.add(token.name);
  }
  return parseArgs(config);
};
