/**
 * In charge of what is moved where and when: tasks under batch grants and collections into pools, their schedules and
 * what they wait for, the order for each run, what people see of a run, and the rows that a run set aside. Not in charge
 * of moving anything: the mover does that from the order alone.
 */
export type {
  ExchangeGrant,
  ExchangeNeeds,
  GrantFactsPort,
} from './needs.ts';
export { createCollecting } from './collecting.ts';
export { type Receipts, createReceipts } from './receipts.ts';
export { declareReceipts } from './receiptsRoutes.ts';
export { declareExchange } from './routes.ts';
export { type Exchange, createExchange } from './service.ts';
export { type TargetProbe, createTargetProbe } from './targetProbe.ts';
export { type Board, type BoardNeeds, createBoard } from './board.ts';
export { type BoardFeed, createBoardFeed } from './boardFeed.ts';
export { declareBoard } from './boardRoutes.ts';
export { type BoardStreams, createBoardStream } from './boardStream.ts';
