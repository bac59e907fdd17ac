import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CfnResource, CloudFormationValidatePlugin, type IPolicyValidationContext, type PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acceptedTemplates } from './accepted-templates.ts';
import { startTemplateChecker } from './template-checker.ts';

const ACCEPTED = join(fileURLToPath(new URL('../..', import.meta.url)), '.tenantry', 'accepted-templates');

// It has the check and its schemas inside.
const { version: CDK_VERSION } = createRequire(import.meta.url)('aws-cdk-lib/package.json') as { readonly version: string };

/**
 * CDK's own check of every template against CloudFormation's schemas, with its warnings as errors.
 * It only warns of a value that is not allowed, which CloudFormation then refuses after minutes.
 * Templates that it accepted before are not checked again: that takes half of a synthesis.
 */
export class StrictTemplates extends CloudFormationValidatePlugin {
  private readonly accepted: ReturnType<typeof acceptedTemplates>;
  private inThread: ReturnType<typeof startTemplateChecker> | undefined;

  constructor(acceptedFolder = ACCEPTED) {
    super();
    this.accepted = acceptedTemplates(acceptedFolder, CDK_VERSION);
  }

  /**
   * Begins to load the schemas for what an app has, in a thread, unless templates were accepted
   * before: then these may be the same.
   * @throws when the app has no resources yet: the schemas would be loaded twice
   */
  prepare(app: IConstruct): void {
    const resources = app.node.findAll().filter((node) => CfnResource.isCfnResource(node));
    if (resources.length === 0) throw new Error('Checks are added to an app after its stacks');
    if (!this.accepted.isEmpty()) return;
    this.inThread = startTemplateChecker([...new Set(resources.map(({ cfnResourceType }) => cfnResourceType))]);
  }

  // CDK's own would load the check.
  override get version(): string {
    return CDK_VERSION;
  }

  override get ruleIds(): string[] {
    return [];
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    if (this.accepted.has(context.templatePaths)) return { success: true, violations: [] };
    const { violations, ...report } = this.inThread?.(context) ?? super.validate(context);
    this.inThread = undefined;
    const success = violations.length === 0;
    if (success) this.accepted.add(context.templatePaths);

    return { ...report, success, violations: violations.map((violation) => ({ ...violation, severity: 'error' })) };
  }
}
