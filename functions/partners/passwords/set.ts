import validate from '../../generated/setPassword.js';
import { hashPassword } from '../../shared/auth/password.ts';
import { endpoint, type Operation } from '../../shared/endpoint/endpoint.ts';
import { done } from '../../shared/http/reply.ts';
import { installation } from '../../shared/observability/installation.ts';
import { retryOnConflict } from '../../shared/table/retry-on-conflict.ts';
import { setPassword as contract } from './contract.ts';
import { requireStrength } from './password.ts';
import { passwordStore } from './store.ts';

interface Deps {
  readonly passwords: ReturnType<typeof passwordStore>;
}

/** Sets the password of a contact, once per link. */
export const setPassword: Operation<typeof contract, Deps> = ({ body: { token, password } }, { passwords }) =>
  retryOnConflict(async () => {
    const link = await passwords.find(token, new Date());
    requireStrength(password, { ...link, installation });
    await passwords.set(token, link, await hashPassword(password), new Date());
    return done;
  });

export const handler = endpoint(contract, { validate }, setPassword, ({ table }) => ({ passwords: passwordStore(table) }));
