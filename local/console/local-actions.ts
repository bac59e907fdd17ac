import type { Email } from '@tenantry/cdk-local/ses/mailbox';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import type { TokenRequest } from '../keys.ts';
import { ANSWERS, type DemoReceiver } from './demo-receiver.ts';
import { type openFaults, THROTTLES } from './faults.ts';
import { maskText } from './mask.ts';
import { type Action, BadAction } from './server.ts';

type Actions<Name extends string> = Readonly<Record<Name, Action>>;

/** The action that makes a token with the permissions that were picked. */
export const tokenActions = (mintToken: (request: TokenRequest) => Promise<string>): Actions<'token'> => ({
  token: async ({ permissions, reseller, partner }) => {
    const known: readonly unknown[] = PERMISSIONS;
    if (!Array.isArray(permissions) || permissions.length === 0) throw new BadAction('Pick one permission at least.');
    const unknown = permissions.find((name) => !known.includes(name));
    if (unknown !== undefined) throw new BadAction(`There is no permission ${String(unknown)}.`);
    if (reseller !== undefined && (typeof reseller !== 'string' || reseller === '')) throw new BadAction('The reseller is its id.');
    if (partner !== undefined && !(Number.isInteger(partner) && Number(partner) > 0)) throw new BadAction('The partner is its number.');
    const token = await mintToken({
      permissions: permissions as readonly string[],
      ...(reseller !== undefined && { reseller: reseller as string }),
      ...(partner !== undefined && { partner: Number(partner) }),
    });
    return { token };
  },
});

/** The actions that list captured e-mails, and show one with its links. */
export const mailActions = ({ emails }: { readonly emails: readonly Email[] }): Actions<'emails' | 'email'> => ({
  emails: () =>
    emails.toReversed().map(({ messageId, sentAt, from, to, subject, text = '' }) => ({
      ...{ messageId, sentAt, from, to, subject },
      text: maskText(text),
    })),
  email: ({ messageId }) => {
    const found = emails.find((email) => email.messageId === messageId);
    if (!found) throw new BadAction('There is no such e-mail any more.');
    return { text: found.text ?? '' };
  },
});

interface FaultDeps {
  readonly faults: ReturnType<typeof openFaults>;
  readonly startReceiver: () => Promise<DemoReceiver>;
  readonly isFunction: (name: string) => boolean;
}

/** The actions that begin and end faults. */
export const faultActions = ({ faults, startReceiver, isFunction }: FaultDeps): Actions<'throttle' | 'crash' | 'receiver'> => ({
  throttle: ({ calls }) => {
    const wanted = THROTTLES.find((one) => one === calls);
    if (wanted === undefined) throw new BadAction(`The calls are one of ${THROTTLES.join(', ')}.`);
    faults.throttle(wanted);
  },
  crash: ({ functionName }) => {
    if (functionName !== undefined && !isFunction(String(functionName)))
      throw new BadAction(`There is no function ${String(functionName)}.`);
    faults.crash(functionName === undefined ? undefined : String(functionName));
  },
  receiver: async ({ answer }) => {
    const wanted = ANSWERS.find((one) => one === answer);
    if (wanted === undefined) throw new BadAction(`The answer is one of ${ANSWERS.join(', ')}.`);
    (await startReceiver()).answer(wanted);
  },
});
