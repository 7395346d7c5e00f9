export { type Division, readDivisions } from '#modules/organizations/index.ts';
