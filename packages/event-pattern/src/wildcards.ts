import { type Json, JsonObject, readJson } from './json.ts';

/**
 * Returns whether an event pattern (JSON) has a wildcard filter, alone or within `anything-but`:
 * EventBridge has a quota for such rules.
 */
export const hasWildcard = (pattern: string): boolean => isWildcardIn(readJson(pattern));

const isWildcardIn = (value: Json): boolean => {
  if (isList(value)) return value.some((element) => isWildcardFilter(element) || isWildcardIn(element));
  return value instanceof JsonObject && value.members.some(([, member]) => isWildcardIn(member));
};

// A member of that name elsewhere is a field of the event, whose accepted values are a list.
const isWildcardFilter = (element: Json): boolean =>
  element instanceof JsonObject &&
  (element.all('wildcard').some((value) => typeof value === 'string') ||
    element.all('anything-but').some((inner) => inner instanceof JsonObject && inner.all('wildcard').length > 0));

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
