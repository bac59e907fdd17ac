import { randomUUID } from 'node:crypto';

/** An organization as a row of a request has it. */
export interface Organization {
  readonly name: string;
  readonly email?: unknown;
  readonly allowedUsers?: unknown;
  readonly idempotencyKey?: string;
}

/** What a row is answered with. */
export interface RowAnswer {
  readonly status: number;
  readonly location?: string;
  readonly replayed?: true;
  readonly body: object;
}

/**
 * Organizations as the API keeps them: one per name if so wanted, and an answer per idempotency
 * key.
 */
export const openRegistry = (uniqueNames: boolean) => {
  const created: string[] = [];
  const names = new Set<string>();
  const answers = new Map<string, { readonly row: string; readonly answer: RowAnswer }>();

  const create = (row: Organization, dryRun: boolean): RowAnswer => {
    const known = answers.get(row.idempotencyKey ?? '');
    if (known && known.row !== JSON.stringify(row)) return refusal(422, 'idempotency-key-reused');
    if (known) return { ...known.answer, replayed: true };
    if (typeof row.allowedUsers !== 'number') return refusal(400, 'invalid-request', [ALLOWED_USERS]);
    if (uniqueNames && names.has(row.name)) return refusal(409, 'name-taken');
    const answer = { status: 201, location: '/v3/…', body: { id: randomUUID(), ...row } };
    if (dryRun) return answer;
    created.push(row.name);
    names.add(row.name);
    if (row.idempotencyKey) answers.set(row.idempotencyKey, { row: JSON.stringify(row), answer });
    return answer;
  };

  return { created, create };
};

const ALLOWED_USERS = { in: 'body', pointer: '/allowedUsers', code: 'wrong-type', message: 'must be an integer' };

/** A row that is not done. */
export const refusal = (status: number, code: string, errors?: readonly object[]): RowAnswer => ({
  status,
  body: { type: `urn:tenantry:problem:${code}`, title: code, status, code, detail: `The row is ${code}.`, ...(errors && { errors }) },
});
