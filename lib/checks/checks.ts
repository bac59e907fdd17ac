import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutions } from './aws-solutions.ts';
import { StrictTemplates } from './strict-templates.ts';
import { TemplateRules } from './template-rules.ts';

/**
 * Fails every synthesis of the app on a template that CloudFormation would refuse, on a breach of
 * the project's own rules, and on findings of cdk-nag (AwsSolutions). Exceptions are acknowledged,
 * with their reasons, beside the construct.
 */
export const addChecks = (app: App): void => {
  const strictTemplates = new StrictTemplates();
  strictTemplates.prepare(app);
  // It is last because it has then loaded its schemas, if it has to.
  Validations.of(app).addPlugins(new AwsSolutions(app), new TemplateRules(), strictTemplates);
};
