import { Tag } from 'antd';
import { useText } from './language.tsx';

export type StatusKind =
  | 'entry'
  | 'application'
  | 'grant'
  | 'run'
  | 'task'
  | 'resource'
  | 'ledger'
  | 'demand'
  | 'link'
  | 'example'
  | 'mandate'
  | 'dispute'
  | 'list'
  | 'cover'
  | 'key'
  | OfficeKind;
type OfficeKind = 'department' | 'account' | 'post';
type Tone = 'default' | 'processing' | 'warning' | 'success' | 'error';
type Word = readonly [zh: string, en: string, tone: Tone];

const GRANT: Record<string, Word> = {
  awaiting_supply: ['待供数', 'Awaiting supply', 'processing'],
  active: ['使用中', 'In use', 'success'],
  ending: ['即将到期', 'Ends soon', 'warning'],
  suspended: ['已暂停', 'Suspended', 'warning'],
  repairing: ['整改中', 'Being mended', 'warning'],
  repair_submitted: ['整改待核', 'Repair to be checked', 'processing'],
  repair_failed: ['整改不到位', 'Not mended', 'error'],
  expired: ['已到期', 'Expired', 'default'],
  revoked: ['已终止', 'Ended', 'error'],
  given_up: ['已放弃', 'Given up', 'default'],
  to_dispose: ['待处置', 'To be disposed of', 'warning'],
  disposed: ['已处置', 'Disposed of', 'default'],
};

const WORDS: Record<StatusKind, Record<string, Word>> = {
  key: {
    coming: ['未生效', 'Not yet valid', 'default'],
    valid: ['有效', 'Valid', 'success'],
    ending: ['即将失效', 'Ends soon', 'warning'],
    ended: ['已失效', 'Ended', 'default'],
  },
  entry: {
    draft: ['草稿', 'Draft', 'default'],
    awaiting_office: ['待共享机构负责人签批', 'Awaiting the sharing office', 'processing'],
    awaiting_department: ['待部门负责人签批', 'Awaiting the department head', 'processing'],
    in_review: ['审核中', 'In review', 'processing'],
    returned: ['退回修改', 'Returned', 'warning'],
    published: ['已发布', 'Published', 'success'],
    superseded: ['旧版本', 'Earlier version', 'default'],
    withdrawn: ['已撤销', 'Withdrawn', 'default'],
  },
  application: {
    draft: ['草稿', 'Draft', 'default'],
    awaiting_consent: ['待本部门签批', 'Awaiting own consent', 'processing'],
    declined: ['本部门不同意', 'Declined within', 'error'],
    awaiting_authorisation: ['待主管部门授权', 'Awaiting the authority', 'processing'],
    awaiting_answer: ['待答复', 'Awaiting the answer', 'processing'],
    awaiting_material: ['待补正', 'Awaiting material', 'warning'],
    awaiting_exception: ['不同意待主管部门同意', 'Refusal before the authority', 'processing'],
    awaiting_check: ['待规范审核', 'Awaiting the check', 'processing'],
    awaiting_acceptance: ['部分同意待确认', 'Partial answer to accept', 'warning'],
    awaiting_review: ['先用后审，待审核', 'In use, awaiting review', 'warning'],
    awaiting_class: ['待目录变更', 'Awaiting the entry’s change', 'processing'],
    disputed: ['协商协调中', 'In dispute', 'processing'],
    agreed: ['已同意', 'Agreed', 'success'],
    partly_agreed: ['部分同意', 'Agreed in part', 'success'],
    refused: ['不同意', 'Refused', 'error'],
    moved: ['已转掌握部门', 'Moved to the holder', 'default'],
    lapsed: ['逾期未补正，已终止', 'Lapsed', 'default'],
    withdrawn: ['已撤回', 'Withdrawn', 'default'],
  },
  grant: GRANT,
  run: {
    queued: ['排队中', 'Queued', 'default'],
    running: ['运行中', 'Running', 'processing'],
    delivering: ['正在入库', 'Delivering', 'processing'],
    delivered: ['对账一致', 'Reconciled', 'success'],
    mismatch: ['对账不一致', 'Not reconciled', 'error'],
    failed: ['已中断', 'Interrupted', 'error'],
    stopped: ['已停止', 'Stopped', 'default'],
    revoked: ['授权已终止，未送达', 'Grant ended, not delivered', 'error'],
  },
  task: GRANT,
  resource: {
    mounted: ['正常', 'Fine', 'success'],
    unreachable: ['连不上', 'Unreachable', 'error'],
    drifted: ['来源表有变', 'Source changed', 'warning'],
    down: ['没有应答', 'Does not answer', 'error'],
  },
  demand: {
    registered: ['待协调', 'To be coordinated', 'processing'],
    assigned: ['待部门确认', 'Awaiting the provider', 'processing'],
    accepted: ['部门办理中', 'Being supplied', 'processing'],
    matched: ['已匹配目录', 'Matched', 'success'],
    merged: ['已合并', 'Merged', 'default'],
    closed: ['不予办理', 'Closed', 'error'],
    withdrawn: ['已撤回', 'Withdrawn', 'default'],
  },
  dispute: {
    negotiating: ['协商中', 'Being negotiated', 'processing'],
    mediating: ['主管部门协调中', 'Being mediated', 'processing'],
    opined: ['已出具协调意见', 'Opinion given', 'warning'],
    at_government: ['待政府决定', 'With the government', 'warning'],
    settled: ['已达成一致', 'Settled', 'success'],
    decided: ['政府已决定', 'Decided', 'success'],
    withdrawn: ['已撤回', 'Withdrawn', 'default'],
  },
  mandate: {
    draft: ['起草中', 'Draft', 'default'],
    awaiting_sign: ['待负责人签批', 'Awaiting signature', 'processing'],
    awaiting_answer: ['待答复', 'Awaiting the answer', 'processing'],
    narrowed: ['部分同意，待接受', 'Agreed in part, to accept', 'warning'],
    active: ['有效', 'In force', 'success'],
    refused: ['不同意', 'Refused', 'error'],
    cancelled: ['已撤回', 'Taken back', 'default'],
    withdrawn: ['已撤销', 'Withdrawn', 'default'],
    ended: ['已终止', 'Ended', 'default'],
    expired: ['已到期', 'Expired', 'default'],
  },
  link: {
    draft: ['草稿', 'Draft', 'default'],
    awaiting: ['待负责人签批', 'Awaiting the head', 'processing'],
    registered: ['待定期限', 'To be given a date', 'processing'],
    planned: ['限期迁移', 'To be moved over', 'processing'],
    moved: ['已迁移，待停用', 'Moved over, to be switched off', 'warning'],
    closed: ['已停用', 'Switched off', 'success'],
    exempt: ['不迁移', 'Exempt', 'default'],
    discarded: ['已删除', 'Discarded', 'default'],
  },
  example: {
    proposed: ['待主管部门审核', 'Awaiting the authority', 'processing'],
    returned: ['退回修改', 'Returned', 'warning'],
    up: ['已公布', 'Up', 'success'],
    excellent: ['优秀案例', 'Excellent', 'success'],
    withdrawn: ['已撤下', 'Withdrawn', 'default'],
  },
  list: {
    editing: ['编制中', 'Being compiled', 'default'],
    awaiting: ['待签发', 'Awaiting signature', 'processing'],
    published: ['已签发', 'Signed', 'success'],
  },
  cover: {
    covered: ['已编目', 'Covered', 'success'],
    in_work: ['编制中', 'Being compiled', 'processing'],
    open: ['未编目', 'No entry', 'warning'],
    left_out: ['无须编目', 'Needs none', 'default'],
  },
  department: {
    active: ['正常', 'Active', 'success'],
    suspended: ['已暂停', 'Suspended', 'warning'],
    dissolved: ['已撤销', 'Dissolved', 'default'],
  },
  account: {
    active: ['正常', 'Active', 'success'],
    shut_out: ['输错密码，暂不能登录', 'Shut out for now', 'warning'],
    locked: ['已锁定', 'Locked', 'warning'],
    disabled: ['已停用', 'Disabled', 'default'],
  },
  post: {
    waiting: ['待确认', 'To be confirmed', 'processing'],
    in_force: ['在任', 'In post', 'success'],
    ended: ['已结束', 'Ended', 'default'],
  },
  ledger: {
    whole: ['存证完整', 'Whole', 'success'],
    unverified: ['尚未校验过', 'Not verified yet', 'default'],
    broken: ['校验不符', 'Broken', 'error'],
    empty: ['还没有记录', 'No records yet', 'default'],
    done: ['已办', 'Done', 'success'],
    served: ['已提供', 'Served', 'success'],
    refused: ['已拒绝', 'Refused', 'warning'],
    failed: ['未办成', 'Failed', 'error'],
  },
};

/** The word of a state, outside of a tag: in exports and sentences. */
export function statusWord(kind: StatusKind, state: string, t: (zh: string, en: string) => string): string {
  const word = WORDS[kind][state];
  return word === undefined ? '—' : t(word[0], word[1]);
}

/** Text always, colour second. `yourTurn` puts what the reader is asked for before it. */
export function StatusTag({
  kind,
  state,
  yourTurn,
}: {
  kind: StatusKind;
  state: string;
  yourTurn?: boolean | string | undefined;
}) {
  const { t } = useText();
  const tone = WORDS[kind][state]?.[2] ?? 'default';
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
      {yourTurn !== undefined && yourTurn !== false && yourTurn !== '' && (
        <Tag variant="outlined" color="processing" style={{ marginInlineEnd: 0 }}>
          {typeof yourTurn === 'string'
            ? t(`轮到您：${yourTurn}`, `Your turn: ${yourTurn}`)
            : t('轮到您', 'Your turn')}
        </Tag>
      )}
      <Tag variant="filled" color={tone} style={{ marginInlineEnd: 0 }} data-test="status" data-state={state}>
        {statusWord(kind, state, t)}
      </Tag>
    </span>
  );
}
