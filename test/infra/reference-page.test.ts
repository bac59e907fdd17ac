import { propertiesOf as all, resourcesOf, templatesOf } from './installation-template.ts';

const { api: served } = templatesOf('everyOption');
const { api: plain } = templatesOf('dev');

const ROUTES = ['ANY /docs', 'ANY /docs/assets/{name}', 'ANY /docs/events'];
const routesIn = (template: typeof served) => new Set(all('AWS::ApiGatewayV2::Route', template).map(({ RouteKey }) => RouteKey));
const functionIn = (template: typeof served, description: string) =>
  all('AWS::Lambda::Function', template).find(({ Description }) => Description === description);
const REFERENCE = 'Serves the reference of the API and of its events';
const FALLBACK = 'Answers 404 or 405 where no route matches';

it('an installation serves no reference page unless it is configured, and the index does not name one', () => {
  expect(ROUTES.filter((route) => routesIn(plain).has(route))).toEqual([]);
  expect(functionIn(plain, REFERENCE)).toBeUndefined();
  expect(functionIn(plain, FALLBACK)?.Environment).toMatchObject({ Variables: { REFERENCE_PAGE: 'false' } });
});

it('with `referencePage` one function serves the pages and their files, and the index names them', () => {
  expect(ROUTES.filter((route) => !routesIn(served).has(route))).toEqual([]);
  const targets = all('AWS::ApiGatewayV2::Route', served).flatMap(({ RouteKey, Target }) =>
    ROUTES.includes(String(RouteKey)) ? [JSON.stringify(Target)] : [],
  );
  expect(new Set(targets).size).toBe(1);
  expect(functionIn(served, FALLBACK)?.Environment).toMatchObject({ Variables: { REFERENCE_PAGE: 'true' } });
});

it('a deployed page offers no token, and its function may do nothing but write its log', () => {
  expect(functionIn(served, REFERENCE)?.Environment).toMatchObject({ Variables: { LOCAL_TOKENS: 'false' } });
  const [[, role] = []] = resourcesOf(served, 'AWS::IAM::Role').filter(([id]) => id.startsWith('SystemReferenceRole'));
  const actions = [...JSON.stringify(role?.Properties).matchAll(/"((?:logs|xray|ec2|dynamodb|kms|secretsmanager):\w+)"/g)].map(
    ([, action]) => action,
  );
  expect(actions).toEqual(expect.arrayContaining(['logs:CreateLogStream', 'logs:PutLogEvents']));
  expect(actions.filter((action) => /^(?:dynamodb|kms|secretsmanager):/.test(action ?? ''))).toEqual([]);
});
