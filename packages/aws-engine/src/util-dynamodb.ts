export { marshall, unmarshall } from './attribute-value.ts';
