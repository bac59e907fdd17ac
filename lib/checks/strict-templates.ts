import { CloudFormationValidatePlugin, type IPolicyValidationContext, type PolicyValidationPluginReport } from 'aws-cdk-lib';

/**
 * CDK's own check of every template against CloudFormation's schemas, with its warnings as errors.
 * It only warns of a value that is not allowed, which CloudFormation then refuses after minutes.
 */
export class StrictTemplates extends CloudFormationValidatePlugin {
  // The CDK's class and interface differ under exactOptionalPropertyTypes.
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
