import validate from '../generated/setPassword.js';
import { hashPassword } from '../shared/auth/password.ts';
import { decide } from '../shared/decide-again.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { installation } from '../shared/installation.ts';
import { done } from '../shared/reply.ts';
import { setPassword as contract } from './contract.ts';
import { requireStrength } from './password.ts';
import { passwordStore } from './store.ts';

interface Deps {
  readonly passwords: ReturnType<typeof passwordStore>;
}

/** Sets the password of a contact, once per link. */
export const setPassword: Operation<typeof contract, Deps> = ({ body: { token, password } }, { passwords }) =>
  decide(async () => {
    const link = await passwords.find(token, new Date());
    requireStrength(password, { ...link, installation });
    await passwords.set(token, link, await hashPassword(password), new Date());
    return done;
  });

export const handler = endpoint(contract, { validate }, setPassword, ({ table }) => ({ passwords: passwordStore(table) }));
