/**
 * In charge of what is moved where: exchange tasks under batch grants, the order for each run, and what people see
 * of a run. Not in charge of moving anything: the mover does that from the order alone.
 */
export {
  type Exchange,
  type ExchangeGrant,
  type ExchangeNeeds,
  type GrantFactsPort,
  createExchange,
} from './service.ts';
export { declareExchange } from './routes.ts';
