import { type Answer, codeOf, isList, type Json, objectOf, refused, type Spec, type Step } from '../history/spec.ts';
import type { Named, ResellerInput } from './reseller-input.ts';
import { conflicts, countOf, entriesOf, isFull, liveOf, type Organization, type ResellerState, set } from './reseller-state.ts';

/** An answer that changes nothing must have had its reason. */
const refusal = (state: ResellerState, answer: Answer, reasons: readonly string[]): Step<ResellerState> => {
  const code = codeOf(answer);
  if (!reasons.includes(code)) return refused(`${answer.status} ${code} has no reason here (${reasons.join(', ') || 'none'})`);
  if (code === 'limit-reached') {
    const { limit, count } = objectOf(answer);
    if (limit !== state.allowed || count !== countOf(state))
      return refused(`${count} of ${limit} are said, ${countOf(state)} of ${state.allowed} there are`);
  }
  return { state };
};

/** The members of an answer that the model knows. */
const differs = (body: Json, id: string, { name, externalId, description, version }: Organization): string | undefined => {
  const said = isList(body) ? {} : body;
  // The spelling is kept; the space around it is not.
  const wanted = { id, name: name.trim(), externalId, description, version };
  const wrong = Object.entries(wanted).find(([member, value]) => (member === 'name' ? String(said.name).trim() : said[member]) !== value);
  return wrong && `${wrong[0]} is ${String(said[wrong[0]])}, not ${String(wrong[1])}`;
};

const become = (state: ResellerState, answer: Answer, id: string, after: Organization, reasons: readonly string[]): Step<ResellerState> => {
  if (answer.status >= 400) return refusal(state, answer, reasons);
  if (reasons.length > 0) return refused(`${answer.status} in spite of ${reasons.join(', ')}`);
  const wrong = answer.status === 204 ? undefined : differs(answer.body, id, after);
  return wrong === undefined ? { state: set(state, id, after) } : refused(wrong);
};

const create = (state: ResellerState, input: Named, answer: Answer): Step<ResellerState> => {
  const reasons = [...conflicts(state, input), ...(isFull(state) ? ['limit-reached'] : [])];
  const id = String(objectOf(answer).id);
  if (answer.status < 400 && state.organizations[id]) return refused(`${id} exists already`);
  const { name, externalId, mark } = input;
  const after = { name, ...(externalId !== undefined && { externalId }), description: mark, version: 1, isDeleted: false };
  return become(state, answer, id, after, reasons);
};

const absent = ({ isDeleted }: Partial<Organization> = {}): string => (isDeleted ? 'organization-deleted' : 'organization-not-found');

const patch = (state: ResellerState, input: Extract<ResellerInput, { kind: 'change' }>, answer: Answer): Step<ResellerState> => {
  const before = state.organizations[input.id];
  if (!before || before.isDeleted) return refusalOnly(state, answer, absent(before));
  const { name = before.name, externalId = before.externalId, mark } = input;
  const isStale = input.ifMatch !== undefined && input.ifMatch !== before.version;
  const reasons = isStale ? ['version-mismatch'] : conflicts(state, { name, externalId }, input.id);
  const { externalId: _, ...rest } = before;
  const after = { ...rest, name, ...(externalId && { externalId }), description: mark, version: before.version + 1 };
  return become(state, answer, input.id, after, reasons);
};

const refusalOnly = (state: ResellerState, answer: Answer, ...codes: readonly string[]): Step<ResellerState> =>
  answer.status >= 400 ? refusal(state, answer, codes) : refused(`${answer.status} in spite of ${codes.join(', ')}`);

const erase = (state: ResellerState, input: Extract<ResellerInput, { kind: 'delete' }>, answer: Answer): Step<ResellerState> => {
  const before = state.organizations[input.id];
  if (!before || before.isDeleted) return refusalOnly(state, answer, absent(before));
  const reasons = input.ifMatch !== undefined && input.ifMatch !== before.version ? ['version-mismatch'] : [];
  return become(state, answer, input.id, { ...before, version: before.version + 1, isDeleted: true }, reasons);
};

const restore = (state: ResellerState, id: string, answer: Answer): Step<ResellerState> => {
  const before = state.organizations[id];
  if (!before) return refusalOnly(state, answer, 'organization-not-found');
  if (!before.isDeleted) return refusalOnly(state, answer, 'organization-not-deleted');
  const reasons = [...conflicts(state, before, id), ...(isFull(state) ? ['limit-reached'] : [])];
  return become(state, answer, id, { ...before, version: before.version + 1, isDeleted: false }, reasons);
};

const put = (state: ResellerState, input: Extract<ResellerInput, { kind: 'put' }>, answer: Answer): Step<ResellerState> => {
  const [existing] = liveOf(state).filter(([, { externalId }]) => externalId === input.externalId);
  if (!existing) return answer.status === 200 ? refused('200, but there was none to replace') : create(state, input, answer);
  if (answer.status === 201) return refused('201, but there was one to replace');
  const [id, before] = existing;
  const after = { ...before, name: input.name, description: input.mark, version: before.version + 1 };
  return become(state, answer, id, after, conflicts(state, input, id));
};

const read = (state: ResellerState, input: ResellerInput, answer: Answer): Step<ResellerState> => {
  const { body, status } = answer;
  if (input.kind === 'get') {
    const found = state.organizations[input.id];
    if (!found || found.isDeleted) return refusalOnly(state, answer, absent(found));
    return become(state, answer, input.id, found, []);
  }
  if (status >= 400) return refusal(state, answer, []);
  if (input.kind === 'list') {
    const said = isList(body) ? body : [];
    const live = liveOf(state);
    if (said.length !== live.length) return refused(`lists ${said.length} of ${live.length} organizations`);
    if (new Set(said.map(({ id }) => id)).size < said.length) return refused('lists an organization twice');
    for (const one of said) {
      const found = live.find(([id]) => id === one.id);
      const wrong = found ? differs(one, ...found) : `${String(one.id)} is listed, and is not there`;
      if (wrong !== undefined) return refused(wrong);
    }
    return { state };
  }
  if (input.kind === 'limits') {
    const { used, allowed } = objectOf(answer).organizations as { readonly used: number; readonly allowed: number };
    return used === countOf(state) && allowed === state.allowed
      ? { state }
      : refused(`${used} of ${allowed} are said, ${countOf(state)} of ${state.allowed} there are`);
  }
  const said = objectOf(answer);
  const isSame = said.allowedOrganizations === state.allowed && said.version === state.version && said.description === state.description;
  return isSame ? { state } : refused(`the reseller is ${JSON.stringify(said)}, not version ${state.version} with ${state.allowed}`);
};

const MAY_PREDICT: readonly string[] = [
  ...['name-taken', 'external-id-taken', 'limit-reached'],
  ...['version-mismatch', 'organization-not-found', 'organization-deleted'],
];

/** The sequential specification of a reseller with its organizations. */
export const resellerSpec: Spec<ResellerState, ResellerInput> = {
  keyOf: (state) =>
    JSON.stringify([
      state.allowed,
      state.version,
      state.description,
      entriesOf(state).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ]),
  step(state, input, answer) {
    // Whether it was done is known from its events: without any it was not.
    if (answer === undefined) return refused('nothing tells of it');
    switch (input.kind) {
      case 'create':
        return create(state, input, answer);
      case 'put':
        return put(state, input, answer);
      case 'change':
        return patch(state, input, answer);
      case 'delete':
        return erase(state, input, answer);
      case 'restore':
        return restore(state, input.id, answer);
      // It may read what it predicts at several moments: only that it changes nothing is held.
      case 'dry run':
        return objectOf(answer).dryRun === true || MAY_PREDICT.includes(codeOf(answer))
          ? { state }
          : refused('it is no report of a dry run');
      case 'allow': {
        if (answer.status >= 400) return refusal(state, answer, []);
        const after = { ...state, allowed: input.allowed, description: input.mark, version: state.version + 1 };
        return objectOf(answer).version === after.version
          ? { state: after }
          : refused(`version ${String(objectOf(answer).version)}, not ${after.version}`);
      }
      default:
        return read(state, input, answer);
    }
  },
};
