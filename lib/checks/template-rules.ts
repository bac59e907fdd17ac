import { readFileSync } from 'node:fs';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { patternRefusals } from './pattern-refusals.ts';
import { RESOURCE_RULES } from './resource-rules.ts';
import type { Resources } from './template.ts';
import { TEMPLATE_LIMITS } from './template-limits.ts';

const EVENT_PATTERN = 'event-pattern';

/**
 * The project's own rules for its templates, beyond those of CloudFormation and cdk-nag: each
 * breach is an error of the synthesis.
 */
export class TemplateRules implements IPolicyValidationPlugin {
  readonly name = 'Tenantry';
  readonly ruleIds = [...[...RESOURCE_RULES, ...TEMPLATE_LIMITS].map(({ id }) => id), EVENT_PATTERN];

  validate({ templatePaths }: Pick<IPolicyValidationContext, 'templatePaths'>): PolicyValidationPluginReport {
    const violations = templatePaths.flatMap(violationsOf);

    return { success: violations.every(({ severity }) => severity !== 'error'), violations };
  }
}

const violationsOf = (templatePath: string): readonly PolicyViolation[] => {
  const text = readFileSync(templatePath, 'utf8');
  const { Resources: resources = {} } = JSON.parse(text) as { readonly Resources?: Resources };

  return [
    ...TEMPLATE_LIMITS.filter(({ isBreached: breached }) => breached(text, resources)).map(({ id, description, severity }) => ({
      ruleName: id,
      description,
      severity,
      violatingResources: [{ templatePath, locations: [] }],
    })),
    ...RESOURCE_RULES.map(({ id, description, isBroken: broken }) => ({
      ruleName: id,
      description,
      severity: 'error',
      violatingResources: Object.entries(resources)
        .filter(([, resource]) => broken(resource))
        .map(([resourceLogicalId]) => ({ resourceLogicalId, templatePath, locations: ['Properties'] })),
    })).filter(({ violatingResources }) => violatingResources.length > 0),
    ...patternRefusals(resources).map(({ resourceLogicalId, reason }) => ({
      ruleName: EVENT_PATTERN,
      description: reason,
      severity: 'error',
      violatingResources: [{ resourceLogicalId, templatePath, locations: ['Properties'] }],
    })),
  ];
};
