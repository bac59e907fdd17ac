import type { Mailbox } from '../ses/mailbox.ts';
import type { Model, Resource } from '../template/model.ts';
import { type Refuse, readEach } from '../template/read-each.ts';

/**
 * Creates the template's e-mail templates and configuration sets in the mailbox; what cannot be
 * created is refused.
 */
export const deployEmail = (model: Model, mailbox: Mailbox, refuse: Refuse): void => {
  readEach(model.ofType('AWS::SES::Template'), (resource) => deployTemplate(resource, mailbox), refuse);
  const createSet = (resource: Resource) => mailbox.createConfigurationSet(resource.reference().ref);
  readEach(model.ofType('AWS::SES::ConfigurationSet'), createSet, refuse);
};

interface TemplateProperties {
  readonly Template?: {
    readonly TemplateName?: string;
    readonly SubjectPart?: string;
    readonly TextPart?: string;
    readonly HtmlPart?: string;
  };
}

/** Creates an e-mail template and assigns its name, which stands below `Template`. */
const deployTemplate = (resource: Resource, mailbox: Mailbox): void => {
  const { TemplateName, SubjectPart, TextPart, HtmlPart } = (resource.properties() as TemplateProperties).Template ?? {};
  if (SubjectPart === undefined) throw new Error('an e-mail template needs a SubjectPart');
  const name = TemplateName ?? resource.reference().ref;
  mailbox.createTemplate(name, { subject: SubjectPart, text: TextPart, html: HtmlPart });
  resource.assign({ ref: name, attributes: { Id: name } });
};
