import { Card } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';

/** For a department that has nothing here yet. */
export function FirstSteps() {
  const { t } = useText();
  return (
    <Card title={t('从这里开始', 'Begin here')}>
      <ol style={{ margin: 0, paddingInlineStart: 20, display: 'grid', gap: 10 }}>
        <li>
          <Link to="/our-catalog/new">{t('编制第一条目录', 'Compile the first entry')}</Link>
        </li>
        <li>
          <Link to="/resources/new">{t('挂载资源', 'Mount a resource')}</Link>
        </li>
        <li>
          <Link to="/systems?register=1">{t('登记业务系统', 'Register a system')}</Link>
        </li>
        <li>
          <Link to="/catalog">{t('找别的部门的数据', 'Find another department’s data')}</Link>
        </li>
      </ol>
    </Card>
  );
}
