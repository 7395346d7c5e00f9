import { Alert, Button, Space } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { SampleTable } from './SampleTable.tsx';
import type { Resource, Sample } from './types.ts';

/** Five rows as a consumer will see them. */
export function MountedStep({ resource }: { resource: Resource }) {
  const { t, language } = useText();
  const { data, problem } = useLoad<Sample>(`/api/resources/${resource.id}/sample`);
  return (
    <>
      <Alert
        type="success"
        showIcon
        data-test="mounted"
        style={{ marginBottom: 16 }}
        title={t(
          `“${resource.entryTitle}”已挂载，${formatCount(resource.rowCount, language)} 条记录，别的部门可以申请使用了。`,
          `“${resource.entryTitle}” is mounted with ${formatCount(resource.rowCount, language)} rows; other departments can apply for it now.`,
        )}
      />
      <p style={{ marginBottom: 8 }}>{t('使用部门看到的样子：', 'As a consumer sees it:')}</p>
      {problem && <RefusalNotice problem={problem} />}
      {!data && !problem && <Loading rows={5} />}
      {data && <SampleTable sample={data} />}
      <Space style={{ marginTop: 20 }}>
        <Link to="/resources">
          <Button type="primary">{t('看已挂载的资源', 'See mounted resources')}</Button>
        </Link>
        <Link to={`/catalog/${resource.entryId}`}>
          <Button>{t('看目录', 'See the entry')}</Button>
        </Link>
      </Space>
    </>
  );
}
