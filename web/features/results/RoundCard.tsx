import { Button, Card, Checkbox, Space, Table, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Round, RoundRecorded } from './types.ts';
import { ROUND_STATES } from './words.ts';

type Candidate = Round['candidates'][number];

/** One round: the examples, the department's vote, and the ranking once the last day has passed. */
export function RoundCard({ round, onDone }: { round: Round; onDone: () => void }) {
  const { t, language } = useText();
  const { session } = useSession();
  const { token } = theme.useToken();
  const [choosing, setChoosing] = useState<Candidate>();
  const [closing, setClosing] = useState(false);
  const [zh, en, color] = ROUND_STATES[round.state];
  const counted = round.state === 'over' || round.state === 'closed';
  return (
    <Card
      title={
        <Space size={8} wrap>
          {round.title}
          <Tag color={color}>{t(zh, en)}</Tag>
        </Space>
      }
      extra={
        round.actions.includes('close') && (
          <Button type="primary" data-test="round-close" onClick={() => setClosing(true)}>
            {t('公布结果', 'Close the round')}
          </Button>
        )
      }
    >
      <p style={{ marginBlock: '0 12px' }}>
        {t(
          `${round.regionName}，${formatDate(round.firstDay, language)} ~ ${formatDate(round.lastDay, language)} 投票，每个部门一票，不投本部门的案例。已投 ${round.cast} / ${round.electorate} 个部门。`,
          `${round.regionName}, ${formatDate(round.firstDay, language)} – ${formatDate(round.lastDay, language)}. One vote a department, none for its own. ${round.cast} of ${round.electorate} have voted.`,
        )}
      </p>
      <Table<Candidate>
        size="small"
        rowKey="exampleId"
        pagination={false}
        dataSource={round.candidates}
        columns={[
          ...(counted
            ? [{ key: 'rank', title: t('名次', 'Rank'), render: (_: unknown, one: Candidate) => one.rank }]
            : []),
          {
            key: 'title',
            title: t('案例', 'Example'),
            render: (_, one) => (
              <>
                <Space size={6} wrap>
                  <Link to={`/results/examples/${one.exampleId}`}>{one.title}</Link>
                  {one.excellent && <Tag color="gold">{t('优秀案例', 'Excellent')}</Tag>}
                </Space>
                <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>{one.departmentName}</div>
              </>
            ),
          },
          ...(counted
            ? [
                {
                  key: 'votes',
                  title: t('票数', 'Votes'),
                  align: 'right' as const,
                  render: (_: unknown, one: Candidate) => one.votes,
                },
              ]
            : []),
          {
            key: 'vote',
            title: t('投票', 'Vote'),
            render: (_, one) =>
              round.voted === one.exampleId ? (
                <Tag color="success">{t('本部门已投', 'Our vote')}</Tag>
              ) : round.actions.includes('vote') && one.departmentId !== session.post?.departmentId ? (
                <Button size="small" data-test="vote" onClick={() => setChoosing(one)}>
                  {t('投票', 'Vote')}
                </Button>
              ) : (
                '—'
              ),
          },
        ]}
      />
      {choosing && (
        <VoteDialog
          round={round}
          candidate={choosing}
          onClose={() => setChoosing(undefined)}
          onDone={onDone}
        />
      )}
      {closing && <CloseDialog round={round} onClose={() => setClosing(false)} onDone={onDone} />}
    </Card>
  );
}

interface DialogProps {
  round: Round;
  onClose: () => void;
  onDone: () => void;
}

function VoteDialog({ round, candidate, onClose, onDone }: DialogProps & { candidate: Candidate }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const { exampleId, title } = candidate;
  return (
    <Dialog
      title={t(`投给“${title}”`, `Vote for “${title}”`)}
      confirm={t('投票', 'Vote')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<RoundRecorded>(`/api/example-rounds/${round.id}/votes`, { exampleId }),
          t('已投票。', 'Your vote is cast.'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>
        {t(
          '代表本部门投票，只有一票，投出后不能更改。',
          'This is your department’s one vote; it cannot be changed.',
        )}
      </p>
    </Dialog>
  );
}

function CloseDialog({ round, onClose, onDone }: DialogProps) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [excellent, setExcellent] = useState<number[]>([]);
  return (
    <Dialog
      title={t(`公布“${round.title}”`, `Close “${round.title}”`)}
      confirm={t('公布', 'Close')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<RoundRecorded>(`/api/example-rounds/${round.id}/closing`, { excellent }),
          t('已公布评选结果。', 'The round is closed.'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>
        {t(
          '选出优秀案例；票数供参考，由主管部门确定。',
          'Choose what is excellent: the votes advise, you decide.',
        )}
      </p>
      <Checkbox.Group
        value={excellent}
        onChange={setExcellent}
        style={{ display: 'grid', gap: 8 }}
        options={round.candidates.map(one => ({
          value: one.exampleId,
          label: t(
            `${one.title}（${one.departmentName}，${one.votes ?? 0} 票）`,
            `${one.title} (${one.departmentName}, ${one.votes ?? 0} votes)`,
          ),
        }))}
      />
    </Dialog>
  );
}
