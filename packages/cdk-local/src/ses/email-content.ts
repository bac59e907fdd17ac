import type { EmailContent, Message, SendEmailRequest, Template } from '@aws-sdk/client-sesv2';
import { badRequest } from './email-errors.ts';
import { type EmailTemplate, type Rendered, render } from './email-template.ts';

type Content = Rendered | { readonly failure: string };

/** What an e-mail says; `failure` when SES would only notice after it has answered. Raw content is refused. */
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

/** The sender; one that is no address is refused. */
export const senderOf = ({ FromEmailAddress }: SendEmailRequest): string => address(FromEmailAddress, 'From');

/** All recipients, `To` first; an e-mail to nobody, or to more than the 50 that SES takes, is refused. */
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
