/** What moves rows, wired by hand: the exchange, the departments' pools, the live display of both. */
import type { Config } from '#config.ts';
import type { Connectors } from '#connectors/open.ts';
import { demonstrationServers } from '#demonstration/index.ts';
import { pause } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import { StartProblem } from '#kernel/errors.ts';
import type { Logger } from '#kernel/observe.ts';
import { type PoolDatabase, createPoolDatabase } from '#kernel/poolDatabase.ts';
import {
  type Board,
  type BoardNeeds,
  type BoardStreams,
  type Exchange,
  type ExchangeNeeds,
  createBoard,
  createBoardFeed,
  createBoardStream,
  createCollecting,
  createExchange,
  createTargetProbe,
} from '#modules/exchange/index.ts';
import type { SignIn } from '#modules/organizations/index.ts';
import { type Pools, type PoolsNeeds, createPools } from '#modules/pools/index.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import { type Storage, connector } from './storage.ts';

export interface Moving {
  exchange: Exchange;
  departmentPools: Pools;
  board: Board;
  boardStreams: BoardStreams;
}

export interface MovingNeeds
  extends Omit<ExchangeNeeds, 'pools' | 'target' | 'secrets' | 'onNoFolder'>,
    Omit<PoolsNeeds, keyof ExchangeNeeds | 'secrets' | 'database' | 'tasks'>,
    Pick<BoardNeeds, 'sightOf'> {
  storage: Storage;
  log: Logger;
  signIn: Pick<SignIn, 'standing'>;
  connectors: Pick<Connectors, 'openSink' | 'openSource'>;
  poolDatabase: PoolDatabase;
  resources: ExchangeNeeds['resources'] & PoolsNeeds['resources'];
  organizations: ExchangeNeeds['organizations'] & PoolsNeeds['organizations'];
}

/** The pool's database, and which addresses may be reached on whose behalf. */
export function reachOf(config: Config, storage: Storage) {
  const { ownerUrl, keys, ownAddress } = storage;
  const poolDatabase = createPoolDatabase({ url: config.poolUrl, ownerUrl, keys });
  if (poolDatabase.place === ownAddress)
    throw new StartProblem(
      'SHUQIAO_POOL_URL names the platform’s own database. Name another one, or leave it out.',
    );
  // The demonstration city's own databases: the one exception to the rule about addresses. Known before the mover
  // starts, which goes on with runs of before.
  const exempt = new Set(config.demonstration ? demonstrationServers({ config, storage }) : []);
  return {
    poolDatabase,
    // The pool is reached by the mover alone: nobody registers it as a database of theirs.
    addresses: { exempt, own: new Set([ownAddress, poolDatabase.place]) },
    moverAddresses: { exempt: new Set([...exempt, poolDatabase.place]), own: new Set([ownAddress]) },
  };
}

export function buildMoving(needs: MovingNeeds): Moving {
  const { db, clock, storage, log, signIn, connectors, poolDatabase, sightOf } = needs;
  const { openSink, openSource } = connectors;
  const secrets = reader(storage.pools.write);
  const exchanging: ExchangeNeeds = {
    ...needs,
    secrets,
    pools: { collectionOf: (entryId, within) => departmentPools.collectionOf(entryId, within) },
    target: createTargetProbe({ openSink, openSource, columnsOf: outputColumns }),
    onNoFolder: folder =>
      log.warn(
        { folder },
        'a folder is not seen from here, so files that come into it start no task; see SHUQIAO_FOLDERS',
      ),
  };
  const departmentPools: Pools = createPools({
    ...needs,
    secrets,
    database: poolDatabase,
    tasks: createCollecting(exchanging),
  });
  const board = createBoard({ db, clock, sightOf, figures: sight => departmentPools.figures(sight) });
  const feed = createBoardFeed({
    db,
    clock,
    board,
    connect: connector(storage, 'read'),
    onProblem: error => log.error({ err: error }, 'the live display could not look at the runs'),
  });
  const boardStreams = createBoardStream({ feed, sightOf, visitOf: request => signIn.standing(request) });
  return { exchange: createExchange(exchanging), departmentPools, board, boardStreams };
}

const POOL_MILLISECONDS = 60_000;

/** Behind the start: the platform serves without its pool, and says so where one looks for it. */
export function keepPool(
  { departmentPools, poolDatabase }: Pick<Moving, 'departmentPools'> & { poolDatabase: PoolDatabase },
  log: Logger,
  signal: AbortSignal,
): { close(): Promise<void> } {
  async function keep(): Promise<void> {
    while (!signal.aborted) {
      const problem = await departmentPools.ensure();
      if (problem && !signal.aborted)
        log.error({ err: problem }, 'the departments’ pool cannot be used; see SHUQIAO_POOL_URL');
      await pause(POOL_MILLISECONDS, signal);
    }
  }
  const done = keep();
  return {
    close: async () => {
      await done;
      await poolDatabase.close();
    },
  };
}
