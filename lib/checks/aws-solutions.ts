import { AwsSolutionsChecks, type IApplyRule } from 'cdk-nag';
import { shortFinding } from '../base/wildcard-finding.ts';

/**
 * The rules `AwsSolutions` of cdk-nag, whose findings of wildcards are named by `wildcardFinding`.
 */
export class AwsSolutions extends AwsSolutionsChecks {
  protected override applyRule(params: IApplyRule): void {
    const rule: IApplyRule['rule'] = (node) => {
      const found = params.rule(node);
      return Array.isArray(found) ? found.map(shortFinding) : found;
    };
    super.applyRule({ ...params, rule });
  }
}
