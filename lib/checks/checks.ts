import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutions } from './aws-solutions.ts';
import { StrictTemplates } from './strict-templates.ts';
import { TemplateRules } from './template-rules.ts';

/**
 * Has every synthesis of the app fail on a template that CloudFormation would refuse, on a breach of our own rules, and on what cdk-nag
 * (AwsSolutions) finds; what may stand is acknowledged, with its reason, beside the construct it concerns.
 */
export const addChecks = (app: App): void => {
  Validations.of(app).addPlugins(new StrictTemplates(), new AwsSolutions(app), new TemplateRules());
};
