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
  Validations.of(app).addPlugins(new StrictTemplates(), new AwsSolutions(app), new TemplateRules());
};
