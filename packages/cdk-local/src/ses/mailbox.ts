import { randomUUID } from 'node:crypto';
import type { SendEmailRequest, SendEmailResponse } from '@aws-sdk/client-sesv2';
import { requireModel } from '../aws-model/check.ts';
import { emailContent, recipientsOf, senderOf } from './email-content.ts';
import { badRequest, notFound } from './email-errors.ts';
import type { EmailTemplate } from './email-template.ts';

/** An e-mail as its recipients would read it. */
export interface Email extends EmailTemplate {
  /** The message id in SES's answer. */
  readonly messageId: string;
  /** RFC 3339 UTC. */
  readonly sentAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly configurationSet?: string | undefined;
}

interface MailboxOptions {
  readonly onEmail?: ((email: Email) => void) | undefined;
  /** Called with a sentence about an e-mail that SES would accept and not send. */
  readonly warn: (message: string) => void;
}

/** The number of e-mails that a mailbox keeps; the oldest go first. */
export const MOST_EMAILS = 1_000;

/**
 * Amazon SES in memory: it keeps e-mails instead of sending them, and takes every sender as
 * verified.
 */
export type Mailbox = ReturnType<typeof mailbox>;

/** Creates a mailbox without templates and configuration sets. */
export const mailbox = ({ onEmail, warn }: MailboxOptions) => {
  const templates = new Map<string, EmailTemplate>();
  const configurationSets = new Set<string>();
  const emails: Email[] = [];
  const domains = new Set<string>();

  const templateNamed = (name: string): EmailTemplate => {
    const found = templates.get(name);
    if (!found) throw notFound(`Template ${name} does not exist.`);
    return found;
  };

  return {
    /** The last thousand e-mails, the newest last. */
    emails: emails as readonly Email[],

    /**
     * Verifies a domain until the returned function is called: it is then the identity of its
     * addresses.
     */
    verify(domain: string): () => void {
      domains.add(domain);
      return () => void domains.delete(domain);
    },

    /** Returns the identity of a sender: its verified domain, or the address itself. */
    identityOf(from: string): string {
      const domain = from.slice(from.indexOf('@') + 1);
      return domains.has(domain) ? domain : from;
    },

    createTemplate: (name: string, template: EmailTemplate): void => void templates.set(name, template),

    createConfigurationSet: (name: string): void => void configurationSets.add(name),

    /**
     * `SendEmail` of the API v2, with its input, output and errors; an e-mail that cannot be
     * rendered is answered like any other, and lost.
     */
    sendEmail(input: SendEmailRequest): SendEmailResponse {
      requireModel('sesv2', 'SendEmail', input, badRequest);
      const { ConfigurationSetName: configurationSet } = input;
      if (configurationSet !== undefined && !configurationSets.has(configurationSet)) {
        throw notFound(`Configuration set <${configurationSet}> does not exist.`);
      }
      const messageId = randomUUID();
      const envelope = { messageId, sentAt: new Date().toISOString(), from: senderOf(input), to: recipientsOf(input), configurationSet };
      const content = emailContent(input.Content, templateNamed);
      if ('failure' in content) {
        warn(`The e-mail ${messageId} to ${envelope.to.join(', ')} is lost, a rendering failure in SES: ${content.failure}`);
        return { MessageId: messageId };
      }
      const email = { ...envelope, ...content };
      emails.push(email);
      if (emails.length > MOST_EMAILS) emails.shift();
      onEmail?.(email);
      return { MessageId: messageId };
    },
  };
};
