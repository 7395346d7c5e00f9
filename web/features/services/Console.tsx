import { Alert, Button, Card, Select, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Grant, GrantRows } from '../grants/types.ts';
import { modeWord } from '../sharing/words.ts';
import { ConsoleCall } from './ConsoleCall.tsx';

/** 接口调试: the first successful call in five minutes, and a failure explained in words (ui.md 3.18). */
export function Console() {
  const { t } = useText();
  const [search, setSearch] = useSearchParams();
  const grants = useLoad<GrantRows>('/api/grants', {
    side: 'holding',
    state: ['active'],
    mode: ['query', 'verify'],
    page: 1,
    size: 100,
  });
  const callable = grants.data?.items ?? [];
  const asked = Number(search.get('grant'));
  const chosen = callable.find(grant => grant.id === asked) ?? callable[0];
  const grant = useLoad<Grant>(chosen === undefined ? null : `/api/grants/${chosen.id}`);
  if (grants.problem && !grants.data) return <RefusalNotice problem={grants.problem} />;
  if (!grants.data) return <Skeleton active paragraph={{ rows: 10 }} />;
  if (chosen === undefined) {
    return (
      <>
        <PageTitle title={t('接口调试', 'Console')} />
        <EmptyState
          title={t('还没有可调试的授权。', 'There is no grant to try yet.')}
          action={
            <Link to="/catalog">
              <Button type="primary">{t('找数据', 'Find data')}</Button>
            </Link>
          }
        />
      </>
    );
  }
  return (
    <>
      <PageTitle title={t('接口调试', 'Console')} />
      {asked > 0 && chosen.id !== asked && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t(
            '选的授权现在不能调用，已换成另一个',
            'The grant that was chosen cannot be called now; this is another',
          )}
          action={<Link to={`/grants/${asked}`}>{t('看原因', 'See why')}</Link>}
        />
      )}
      <Card style={{ marginBottom: 16 }}>
        <label style={{ display: 'block' }}>
          <span style={{ display: 'block', marginBottom: 4 }}>{t('授权', 'Grant')}</span>
          <Select
            value={chosen.id}
            onChange={id => setSearch({ grant: String(id) }, { replace: true })}
            style={{ width: '100%', maxWidth: 640 }}
            data-test="console-grant"
            options={callable.map(one => ({
              label: `${one.no}　${one.entryTitle}（${modeWord(one.mode, t)}）　${one.system.name}`,
              value: one.id,
            }))}
          />
        </label>
      </Card>
      {grant.problem && !grant.data && <RefusalNotice problem={grant.problem} />}
      {grant.data?.sid && grant.data.rid && (
        <ConsoleCall key={grant.data.id} grant={grant.data} sid={grant.data.sid} rid={grant.data.rid} />
      )}
    </>
  );
}
