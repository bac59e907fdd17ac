import type { EmailContent, Message, SendEmailRequest, Template } from '@aws-sdk/client-sesv2';
import { badRequest } from './email-errors.ts';
import { type EmailTemplate, type Rendered, render } from './email-template.ts';

type Content = Rendered | { readonly failure: string };

/**
 * Renders the content of an e-mail; `failure` where SES would notice only after its answer. Refuses
 * raw content.
 */
export const emailContent = (content: EmailContent | undefined, named: (name: string) => EmailTemplate): Content => {
  if (content?.Simple) return simple(content.Simple);
  if (content?.Template) return templated(content.Template, named);
  throw badRequest('Content must be Simple or Template; nothing else is taken by the embedded runtime.');
};

const simple = ({ Subject, Body }: Message): Rendered => ({
  subject: Subject?.Data ?? '',
  text: Body?.Text?.Data,
  html: Body?.Html?.Data,
});

const templated = ({ TemplateName, TemplateContent, TemplateData = '{}' }: Template, named: (name: string) => EmailTemplate): Content => {
  const inline = TemplateContent && { subject: TemplateContent.Subject ?? '', text: TemplateContent.Text, html: TemplateContent.Html };
  if (!inline && !TemplateName) throw badRequest('Template must have a TemplateName or TemplateContent.');
  const template = inline ?? named(TemplateName ?? '');
  const data = dataOf(TemplateData);
  try {
    return render(template, data);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
};

const dataOf = (json: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(json) as Readonly<Record<string, unknown>>;
  } catch {
    throw badRequest('TemplateData is not valid JSON.');
  }
};

/** Returns the sender; refuses one that is no address. */
export const senderOf = ({ FromEmailAddress }: SendEmailRequest): string => address(FromEmailAddress, 'From');

/** Returns all recipients, `To` first; refuses none, and more than SES's 50. */
export const recipientsOf = ({ Destination: { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = {} }: SendEmailRequest) => {
  const all = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  if (all.length < 1 || all.length > 50) throw badRequest('Recipient count must be from 1 to 50.');
  return all.map((recipient) => address(recipient, 'To'));
};

const address = (text: string | undefined, field: string): string => {
  if (!text || !/^(?:[^<>]*<)?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+>?$/.test(text))
    throw badRequest(`Illegal address in ${field}: ${text ?? 'none'}`);
  return text;
};
