import { randomUUID } from 'node:crypto';
import { type Finding, fail, ok, runbook } from '../finding.ts';
import { type Api, parseObject } from './api.ts';

/**
 * Creates an organization and deletes it again, in the given reseller or in one that it makes and
 * deletes; what it made it takes away also when a step fails.
 */
export const checkWrite = async (api: Api, token: string, reseller: string | undefined): Promise<Finding> => {
  const begun = performance.now();
  const undo: string[] = [];
  const steps: string[] = [];
  const create = async (path: string, body: object): Promise<string> => {
    const { status, text, headers } = await api.send('POST', path, { token, body });
    if (status !== 201) throw new RefusedError(`POST ${path} answers ${status} ${String(parseObject(text).code ?? '')}`.trim());
    undo.unshift(headers.get('location') ?? '');
    return String(parseObject(text).id);
  };
  try {
    const id = reseller ?? (await create('/v3/resellers', newReseller()));
    await create(`/v3/resellers/${id}/organizations`, newOrganization());
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    steps.push(error.message);
  } finally {
    steps.push(...(await removeAll(api, token, undo)));
  }
  if (steps.length === 0) return ok(`created and deleted in ${Math.round(performance.now() - begun)} ms`);
  return fail(
    steps.join('; '),
    'Look whether the token has the permissions, and in the log of the function.',
    runbook('api-server-errors'),
  );
};

class RefusedError extends Error {}

const removeAll = async (api: Api, token: string, paths: readonly string[]): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (const path of paths) {
    const { status } = await api.send('DELETE', path, { token });
    if (status !== 204) faults.push(`DELETE ${path} answers ${status}`);
  }
  return faults;
};

const newReseller = () => ({
  name: `Doctor ${randomUUID()}`,
  email: 'doctor@tenantry.invalid',
  allowedUsers: -1,
  allowedOrganizations: -1,
});

const newOrganization = () => ({ name: `Doctor ${randomUUID()}`, email: 'doctor@tenantry.invalid', allowedUsers: 1 });
