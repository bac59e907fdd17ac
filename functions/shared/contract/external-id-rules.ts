import type { Violation } from './problems.ts';

interface PutInput {
  readonly params: { readonly externalId: string };
  readonly body: { readonly externalId?: string };
}

/**
 * Returns what breaks the rules of a PUT by external id: one in the body must equal that of the
 * path.
 */
export const externalIdRules = ({ body, params }: PutInput): readonly Violation[] =>
  body.externalId === undefined || body.externalId === params.externalId ? [] : [CONFLICT];

const CONFLICT = {
  in: 'body',
  pointer: '/externalId',
  code: 'conflicting-values',
  message: 'must equal the external id of the path',
} as const satisfies Violation;
