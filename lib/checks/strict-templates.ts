import { CloudFormationValidatePlugin, type IPolicyValidationContext, type PolicyValidationPluginReport } from 'aws-cdk-lib';

/**
 * CDK's own check of every template against CloudFormation's schemas, with its warnings as errors: of a value that is none of those allowed it
 * only warns, and CloudFormation then refuses it after minutes.
 */
export class StrictTemplates extends CloudFormationValidatePlugin {
  // CDK declares its class and its interface apart under exactOptionalPropertyTypes.
  override get version(): string {
    return super.version ?? '0.0.0';
  }

  override get ruleIds(): string[] {
    return super.ruleIds ?? [];
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { violations, ...report } = super.validate(context);

    return {
      ...report,
      success: violations.length === 0,
      violations: violations.map((violation) => ({ ...violation, severity: 'error' })),
    };
  }
}
