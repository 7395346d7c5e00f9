import type { Http } from '#kernel/http.ts';
import type { Board } from './board.ts';
import * as contract from './boardContract.ts';
import type { BoardStreams } from './boardStream.ts';

const tag = '数据交换';

export interface BoardRoutes {
  http: Http;
  board: Board;
  streams: BoardStreams;
}

export function declareBoard({ http, board, streams }: BoardRoutes): void {
  http.route({
    method: 'GET',
    url: '/api/exchange/board',
    access: 'exchange.read',
    tag,
    reply: contract.BoardView,
    summary: { zh: '归集和交换的实时情况', en: 'Collection and exchange as they stand now' },
    handle: ({ actor }) => board.board(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/board/stream',
    access: 'exchange.read',
    tag,
    reply: contract.BoardStream,
    summary: {
      zh: '归集和交换的实时展示（事件流，退出登录即止）',
      en: 'The same as it changes: server-sent events, until the session ends',
    },
    handle: ({ actor, request, reply }) => streams.stream(actor, request, reply),
  });
}
