import { Card } from 'antd';
import { useSession } from '../../app/session.tsx';
import { formatPercent } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import type { Bench } from './todos.ts';

/** 本部门这个月: four figures, each opening its list. */
export function Month({ month }: { month: Bench['month'] }) {
  const { t, language } = useText();
  const { can } = useSession();
  const given = can('sharing.read') ? '/grants?side=given' : '/our-catalog';
  return (
    <Card title={t('本部门这个月', 'Our department this month')}>
      <div className="number-row" style={{ gridTemplateColumns: '1fr 1fr' }}>
        <NumberLink
          to="/our-catalog"
          value={month.entries}
          label={t('目录', 'Entries')}
          sub={
            month.unmounted > 0
              ? t(`${month.unmounted} 条未挂载`, `${month.unmounted} not mounted`)
              : t('都已挂载', 'all mounted')
          }
        />
        <NumberLink to={given} value={month.grantsGiven} label={t('对外授权', 'Grants given')} />
        <NumberLink
          to={given}
          value={month.calls}
          label={t('被调用', 'Calls served')}
          sub={
            month.calls === 0
              ? t('本月还没有', 'none yet')
              : t(
                  `失败 ${formatPercent(month.failures / month.calls, language, 2)}`,
                  `${formatPercent(month.failures / month.calls, language, 2)} failed`,
                )
          }
        />
        <NumberLink
          to="/requests"
          value={month.answered === 0 ? '—' : formatPercent(month.answeredInTime / month.answered, language)}
          label={t('按时答复率', 'Answered in time')}
          sub={
            month.answered === 0
              ? t('本月还没有答复', 'no answers yet')
              : t(
                  `${month.answeredInTime} / ${month.answered} 件`,
                  `${month.answeredInTime} of ${month.answered}`,
                )
          }
        />
      </div>
    </Card>
  );
}
