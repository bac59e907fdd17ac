/** Requests of a reseller that may have two organizations, and their answers. */
import { ok } from './spec-rows.ts';

export const START = { allowed: 2, description: 'm0', version: 1, organizations: {} };

export const body = (id: string, name: string, mark: string, version = 1, externalId?: string) => ({
  ...{ id, name, version, description: mark },
  ...(externalId !== undefined && { externalId }),
});
export const toCreate = (name: string, mark: string, externalId?: string) =>
  ({ kind: 'create', name, mark, ...(externalId !== undefined && { externalId }) }) as const;
export const created = (id: string, name: string, mark = `m-${id}`, externalId?: string) =>
  [toCreate(name, mark, externalId), ok(201, body(id, name, mark, 1, externalId))] as const;
export const toChange = (id: string, more: object = {}) => ({ kind: 'change', id, mark: 'm2', ...more }) as const;
export const A = created('a', 'Acme');
export const B = created('b', 'Globex');
export const DELETED = [{ kind: 'delete', id: 'a' }, ok(204)] as const;
export const RESTORED = [{ kind: 'restore', id: 'a' }, ok(200, body('a', 'Acme', 'm-a', 3))] as const;
