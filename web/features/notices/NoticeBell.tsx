import { BellOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { useUnseen } from './unseen.tsx';

/** In the header: how many notices our department has not seen. */
export function NoticeBell() {
  const { t } = useText();
  const { can } = useSession();
  const { count } = useUnseen();
  if (!can('catalog.read')) return null;
  const label =
    count === 0 ? t('目录通告', 'Notices') : t(`目录通告，${count} 条未阅`, `Notices, ${count} not seen`);
  return (
    <Link to="/notices" aria-label={label} data-test="notices" title={label}>
      <Badge count={count} size="small" overflowCount={99} offset={[-4, 6]}>
        <Button type="text" icon={<BellOutlined />} tabIndex={-1} aria-hidden />
      </Badge>
    </Link>
  );
}
