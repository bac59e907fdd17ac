import { lineageOf } from '../../../functions/shared/table/lineage.ts';

test.each([
  ['/partners/1/9/4', ['/partners/1', '/partners/9', '/partners/4']],
  ['/partners/1', ['/partners/1']],
  ['/resellers/abc', ['/resellers/abc']],
  ['/', []],
])('the lineage of %s is %j', (tenant, lineage) => {
  expect(lineageOf(tenant)).toEqual(lineage);
});
