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
  expects: Expected;
}

/** The tokens that may come next in an object or a list. */
type Expected = 'first' | 'item' | 'colon' | 'value' | 'next';

const MOST_LISTS = 5;

const expect = (isRight: boolean, offset: number): void => {
  if (!isRight) throw new Error(`what stands at offset ${offset} is not expected there`);
};

/** Finds the items of JSON in its tokens, and checks that these are in the order of JSON. */
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
    levels.push({ isList, matched: isList ? -1 : matched, isItems: isTarget && isList, path, key: '', expects: 'first' });
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

  /** Checks that a value may stand here; true of a key, which is no value. */
  const enter = ({ token, value, offset }: Token): boolean => {
    const level = levels.at(-1);
    if (!level) return false;
    const isMember = level.expects === 'first' || level.expects === 'item';
    if (!level.isList && isMember && token === TokenType.STRING) {
      level.key = String(value);
      level.expects = 'colon';
      return true;
    }
    expect(level.isList ? isMember : level.expects === 'value', offset);
    level.expects = 'next';
    return false;
  };
  const see = (token: Token): void => {
    const level = levels.at(-1);
    const { offset } = token;
    if (token.token === TokenType.SEPARATOR) return;
    if (token.token === TokenType.COMMA || token.token === TokenType.COLON) {
      const isComma = token.token === TokenType.COMMA;
      expect(level?.expects === (isComma ? 'next' : 'colon'), offset);
      if (level) level.expects = isComma ? 'item' : 'value';
    } else if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) {
      expect(level?.isList === (token.token === TokenType.RIGHT_BRACKET) && ['first', 'next'].includes(level.expects), offset);
      end(token);
    } else if (!enter(token)) {
      if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) begin(token);
      else scalar(token);
    }
  };

  return {
    see,
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
