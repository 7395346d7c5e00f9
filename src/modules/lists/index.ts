/**
 * In charge of what departments need and how it is met (供需对接, SHR-7), and of the lists that they compile, sign and
 * publish in versions: responsibility, demand, negative, supply–demand (CAT-6). Not in charge of entries (catalog),
 * issued claims (duties) or the inventory, from which the lists are gathered.
 */
export { declareLists } from './routes.ts';
export { type Lists, createLists } from './service.ts';
