import { isObject } from '../../../functions/shared/contract/json.ts';
import { type Mapping, type Plan, planColumns } from '../mapping/plan.ts';
import { type ReadRecord, readerOf } from '../mapping/record.ts';
import { flatten } from './path.ts';

/** Makes an organization of a JSON object. */
export type ReadObject = (content: object) => ReadRecord;

// Objects of one export have few sets of members.
const MOST_PLANS = 1000;

/** Creates the reader of JSON objects whose members are mapped as the columns of a CSV are. */
export const objectReader = (mapping: Mapping): ReadObject => {
  const plans = new Map<string, Plan>();
  const planOf = (names: readonly string[]): Plan => {
    const key = names.join('\n');
    const plan = plans.get(key) ?? planColumns(names, mapping, true);
    if (plans.size >= MOST_PLANS) plans.clear();
    plans.set(key, plan);
    return plan;
  };
  return (content) => {
    const texts = flatten(isObject(content) ? content : {});
    const plan = planOf(texts.map(([name]) => name));
    if (plan.faults.length === 0) return readerOf(plan, mapping)(texts.map(([, text]) => text));
    const faults = plan.faults.map(
      (message) => ({ in: 'row', pointer: '', code: 'invalid-value', message: `members that are ${message}` }) as const,
    );
    return { organization: {}, faults, trimmed: 0 };
  };
};
