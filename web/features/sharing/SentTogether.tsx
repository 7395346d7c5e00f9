import { Button, Result, Space, theme } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import type { FormRecorded, ManyDone } from './types.ts';

export interface Sent {
  ids: readonly number[];
  /** Null where it was one alone. */
  done: ManyDone | null;
  made: FormRecorded | null;
}

/** What became of each request of the form. */
export function SentTogether({ sent }: { sent: Sent }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const problems = new Map(sent.done?.items.map(item => [item.id, item.problem]) ?? []);
  const rows = (sent.made?.applications ?? []).filter(one => sent.ids.includes(one.id));
  const refused = rows.filter(one => (problems.get(one.id) ?? null) !== null).length;
  return (
    <Result
      status={refused === 0 ? 'success' : 'warning'}
      title={
        refused === 0
          ? t(
              `已送本部门共享机构负责人签批：${rows.length} 件`,
              `Sent to the head of your sharing office: ${rows.length}`,
            )
          : t(
              `已送签批 ${rows.length - refused} 件，${refused} 件没有送出`,
              `${rows.length - refused} sent, ${refused} not sent`,
            )
      }
      subTitle={t(
        '签批后自动提交，各提供部门分别答复。',
        'They go on by themselves once the head has signed; each provider answers its own.',
      )}
      extra={
        <Link to="/requests">
          <Button type="primary">{t('看我的申请', 'See our requests')}</Button>
        </Link>
      }
    >
      <Space orientation="vertical" size={8} data-test="sent-together">
        {rows.map(one => {
          const problem = problems.get(one.id) ?? null;
          return (
            <div key={one.id}>
              <Link to={`/cases/${one.id}`}>{one.no}</Link> {one.entryTitle} · {one.provider.name}
              {problem !== null && (
                <div style={{ color: token.colorError }}>
                  {t(
                    `没有送出：${problem.title}。${problem.remedy}`,
                    `Not sent: ${problem.titleEn}. ${problem.remedyEn}`,
                  )}
                </div>
              )}
            </div>
          );
        })}
      </Space>
    </Result>
  );
}
