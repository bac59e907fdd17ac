import TokenType from '@streamparser/json/utils/types/tokenType.js';

/** Where an item is, in bytes. */
export interface ItemSpan {
  readonly start: number;
  readonly end: number;
}

interface Token {
  readonly token: TokenType;
  readonly value: unknown;
  readonly offset: number;
}

interface Level {
  readonly isList: boolean;
  /** The number of steps of the path that lead here; -1 off the path. */
  readonly matched: number;
  /** True of the list whose elements are the items. */
  readonly isItems: boolean;
  readonly path: string;
  key: string;
  isKey: boolean;
}

const MOST_LISTS = 5;

/** Finds the items of JSON in its tokens. */
export const itemFinder = (steps: readonly string[]) => {
  const levels: Level[] = [];
  const lists = new Set<string>();
  let spans: ItemSpan[] = [];
  let open: { readonly start: number; readonly depth: number } | undefined;
  let isFound = false;

  const matchedBy = (parent: Level | undefined): number => {
    if (!parent) return 0;
    return !parent.isList && parent.matched >= 0 && steps[parent.matched] === parent.key ? parent.matched + 1 : -1;
  };
  const begin = ({ token, offset }: Token): void => {
    const parent = levels.at(-1);
    const matched = matchedBy(parent);
    const isList = token === TokenType.LEFT_BRACKET;
    const isTarget = matched === steps.length && !open;
    const path = parent && !parent.isList ? `${parent.path}.${parent.key}` : (parent?.path ?? '$');
    if (isTarget) isFound = true;
    if (!open && ((isTarget && !isList) || parent?.isItems)) open = { start: offset, depth: levels.length };
    if (!open && parent?.isList && !isList && lists.size < MOST_LISTS) lists.add(path);
    levels.push({ isList, matched: isList ? -1 : matched, isItems: isTarget && isList, path, key: '', isKey: !isList });
  };
  const end = ({ offset }: Token): void => {
    levels.pop();
    if (open?.depth === levels.length) {
      spans.push({ start: open.start, end: offset + 1 });
      open = undefined;
    }
  };
  const scalar = ({ value, offset }: Token): void => {
    const level = levels.at(-1);
    // It is refused as no object; of its spelling only the beginning matters.
    if (!open && level?.isItems) spans.push({ start: offset, end: offset + String(value).length });
    if (matchedBy(level) === steps.length && !open) isFound = true;
  };

  return {
    see: (token: Token): void => {
      const level = levels.at(-1);
      if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) begin(token);
      else if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) end(token);
      else if (token.token === TokenType.COMMA) {
        if (level && !level.isList) level.isKey = true;
      } else if (token.token === TokenType.STRING && level?.isKey) {
        level.key = String(token.value);
        level.isKey = false;
      } else if (token.token !== TokenType.COLON && token.token !== TokenType.SEPARATOR) scalar(token);
    },
    take: (): readonly ItemSpan[] => {
      const taken = spans;
      spans = [];
      return taken;
    },
    found: (): number => spans.length,
    openAt: (): number | undefined => open?.start,
    isFound: (): boolean => isFound,
    lists: (): readonly string[] => [...lists],
  };
};
