import { Button, Descriptions, Space } from 'antd';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { InterfaceView, ResourceView } from '#modules/resources/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { type Asked, InterfaceResource } from './InterfaceResource.tsx';
import type { Entry } from './types.ts';

export function ResourceTab({ entry }: { entry: Entry }) {
  const { t, language } = useText();
  const { session, can } = useSession();
  const mine = session.post?.departmentId === entry.departmentId;
  const { data } = useLoad<Static<typeof ResourceView>[]>(
    mine && can('resources.read') ? '/api/resources' : null,
  );
  const { data: interfaces } = useLoad<Static<typeof InterfaceView>[]>(
    mine && can('resources.read') ? '/api/interfaces' : null,
  );
  const face = interfaces?.find(one => one.entryId === entry.id);
  const { data: asked } = useLoad<Asked>(entry.mounted ? `/api/entries/${entry.id}/parameters` : null);
  const own = data?.find(resource => resource.entryId === entry.id);
  if (!entry.mounted && !own && !face)
    return (
      <EmptyState
        title={t(
          '还没有挂载资源。目录发布后，把数据库表或接口挂上来，别的部门才能用。',
          'No resource yet. Other departments can use the data once a table or an interface is mounted.',
        )}
        action={
          mine && can('resources.mount') && entry.state === 'published' ? (
            <Space wrap>
              <Link to={`/resources/new?entry=${entry.id}`}>
                <Button>{t('挂载库表', 'Mount a table')}</Button>
              </Link>
              <Link to={`/resources/interfaces/new?entry=${entry.id}`}>
                <Button>{t('挂接接口', 'Mount an interface')}</Button>
              </Link>
            </Space>
          ) : undefined
        }
      />
    );
  const isInterface = asked !== null && asked !== undefined && asked.parameters.length > 0;
  if (isInterface)
    return (
      <>
        <InterfaceResource face={face} asked={asked} />
        {face && <ServiceLink entryId={entry.id} />}
      </>
    );
  return (
    <>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'kind', label: t('类型', 'Kind'), children: t('库表', 'Database table') },
          { key: 'rows', label: t('记录数', 'Rows'), children: formatCount(entry.rowCount, language) },
          ...(own
            ? [
                {
                  key: 'state',
                  label: t('状态', 'State'),
                  children: <StatusTag kind="resource" state={own.state} />,
                },
                {
                  key: 'checked',
                  label: t('最近核对', 'Last checked'),
                  children: formatTime(own.checkedAt, language),
                },
                {
                  key: 'place',
                  label: t('位置', 'Place'),
                  children: `${own.place} ${own.schema}.${own.table}`,
                },
              ]
            : []),
        ]}
      />
      {own && <ServiceLink entryId={entry.id} />}
    </>
  );
}

function ServiceLink({ entryId }: { entryId: number }) {
  const { t } = useText();
  return (
    <div style={{ marginTop: 12 }}>
      <Link to={`/services/entries/${entryId}`}>
        <Button data-test="entry-service">{t('接口设置与版本', 'Service settings and versions')}</Button>
      </Link>
    </div>
  );
}
