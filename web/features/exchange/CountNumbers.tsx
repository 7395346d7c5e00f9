import { Card } from 'antd';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import type { Counts } from './types.ts';

/** Today's runs; each figure opens the list that it was counted from. */
export function CountNumbers() {
  const { t } = useText();
  const { data } = useLoad<Counts>('/api/exchange/counts', undefined, [], { every: 5000 });
  const of = (more: string) =>
    data === undefined
      ? '/exchange/runs'
      : `/exchange/runs?from=${data.date}&to=${data.date}${more === '' ? '' : `&${more}`}`;
  const value = (count: number | undefined) => count ?? null;
  return (
    <Card style={{ marginBottom: 16 }}>
      <div className="number-row" data-test="exchange-counts">
        <NumberLink to={of('')} value={value(data?.today)} label={t('今日运行', 'Runs today')} />
        <NumberLink
          to={of('state=queued&state=running&state=delivering')}
          value={value(data?.running)}
          label={t('运行中', 'Running')}
        />
        <NumberLink to={of('equal=true')} value={value(data?.equal)} label={t('对账一致', 'Reconciled')} />
        <NumberLink
          to={of('setAside=true')}
          value={value(data?.setAside)}
          label={t('有搁置行', 'With rows set aside')}
        />
        <NumberLink
          to={of('equal=false')}
          value={value(data?.unequal)}
          label={t('对账不一致', 'Not reconciled')}
        />
        <NumberLink
          to={of('state=failed&state=stopped&state=revoked')}
          value={value(data?.stopped)}
          label={t('已中断', 'Interrupted')}
        />
      </div>
    </Card>
  );
}
